import ts from "typescript";
import { applyEdits, collect, type Edit, replacing } from "./edit-source.js";
import type { Operator } from "./operator.js";
import { filterEdits } from "./wrong-records.js";

/** A record without a value gives a point of 0: guards are gone, and what is no number counts as 0. */
export const missingAsZero: Operator = {
  name: "0 for missing",
  check: "count-explained",
  mutate: ({ code }) => {
    const values = collect(code, (node): Edit[] =>
      ts.isPropertyAssignment(node) && node.name.getText() === "value" && !ts.isNumericLiteral(node.initializer)
        ? [{ start: node.initializer.getStart(), end: node.initializer.getEnd(), text: "" }]
        : ts.isShorthandPropertyAssignment(node) && node.name.text === "value"
          ? [replacing(node, "value: value || 0")]
          : [],
    );
    const zeros = values.map((edit) =>
      edit.text === "" ? { ...edit, text: `Number(${code.slice(edit.start, edit.end)}) || 0` } : edit,
    );
    const guards = [...filterEdits(code), ...statementGuards(code)];
    return guards.flatMap((guard) => {
      const plain = applyEdits(code, guard);
      const isApart = guard.every(({ start, end }) => zeros.every((zero) => zero.end <= start || zero.start >= end));
      return isApart ? [applyEdits(code, [...guard, ...zeros]), plain] : [plain];
    });
  },
};

/** `if (missing) continue;`, `if (present) push(...)`, and `missing ? [] : [...]`, each without its condition. */
function statementGuards(code: string): Edit[][] {
  return collect(code, (node): Edit[][] => {
    if (ts.isIfStatement(node) && node.elseStatement === undefined) {
      const { thenStatement } = node;
      const leaves = /^(\{\s*)?(continue|return( \[\])?);/.test(thenStatement.getText());
      return [[replacing(node, leaves ? "" : thenStatement.getText())]];
    }
    if (ts.isConditionalExpression(node) && node.whenTrue.getText() === "[]") {
      return [[replacing(node, node.whenFalse.getText())]];
    }
    return [];
  });
}
