import ts from "typescript";
import { applyEdits, collect, type Edit, isNumber, replacing } from "./edit-source.js";
import type { AcceptanceCheckName, Operator } from "./operator.js";

const digitsCutOff = editing("digits cut off", "values-explained", (node) =>
  ts.isCallExpression(node) && ["Number", "parseFloat"].includes(node.expression.getText())
    ? [replacing(node.expression, "parseInt")]
    : [],
);

/** Wrong in how values are joined, scaled and counted. */
export const wrongSums: Operator[] = [
  editing("latest for total", "values-explained", (node) => {
    if (isPlusAssignment(node)) return [replacing(node.operatorToken, "=")];
    return isSumOfKnown(node) ? [replacing(node, node.right.getText())] : [];
  }),
  editing("highest for total", "values-explained", (node) => {
    if (isPlusAssignment(node)) {
      const [left, right] = [node.left.getText(), node.right.getText()];
      return [replacing(node, `${left} = Math.max(${left}, ${right})`)];
    }
    return isSumOfKnown(node) || isSum(node)
      ? [replacing(node, `Math.max(${node.left.getText()}, ${node.right.getText()})`)]
      : [];
  }),
  editing("lowest for highest", "values-explained", (node) => {
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "Math") {
      if (node.name.text === "max") return [replacing(node.name, "min")];
      if (node.name.text === "min") return [replacing(node.name, "max")];
    }
    return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.GreaterThanToken
      ? [replacing(node.operatorToken, "<")]
      : [];
  }),
  editing("total for average", "values-explained", (node) =>
    isDivision(node) && !ts.isNumericLiteral(node.right) && !/^[A-Z_]+$/.test(node.right.getText())
      ? [replacing(node, node.left.getText())]
      : [],
  ),
  editing("divided by one too few", "values-explained", (node) =>
    isDivision(node) && /(length|count)$/.test(node.right.getText())
      ? [replacing(node.right, `(${node.right.getText()} - 1 || 1)`)]
      : [],
  ),
  editing("texts strung together", "values-explained", (node) => {
    if (isPlusAssignment(node)) {
      const [left, right] = [node.left.getText(), node.right.getText()];
      return [replacing(node, `${left} = Number(String(${left}) + String(${right}))`)];
    }
    return isSumOfKnown(node) || isSum(node)
      ? [replacing(node, `Number(String(${node.left.getText()}) + String(${node.right.getText()}))`)]
      : [];
  }),
  editing("scale forgotten", "values-explained", (node) =>
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.AsteriskToken || node.operatorToken.kind === ts.SyntaxKind.SlashToken) &&
    (isNumber(node.right) || /^[A-Z_]+$/.test(node.right.getText()))
      ? [replacing(node, node.left.getText())]
      : [],
  ),
  editing("a month late", "times-explained", (node) =>
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.MinusToken && isNumber(node.right, 1)
      ? [replacing(node, node.left.getText())]
      : [],
  ),
  {
    ...digitsCutOff,
    mutate: (subject) =>
      subject.points.some(({ value }) => !Number.isInteger(value)) ? digitsCutOff.mutate(subject) : [],
  },
  editing("counted twice or one short", "values-explained", (node) =>
    isPlusAssignment(node) && isNumber(node.right, 1)
      ? [replacing(node.right, "2")]
      : isSumOfKnown(node) && isNumber(node.right, 1)
        ? [replacing(node.right, "2")]
        : ts.isPropertyAccessExpression(node) && node.name.text === "length" && ts.isPropertyAssignment(node.parent)
          ? [replacing(node, `${node.getText()} - 1`)]
          : [],
  ),
  editing("weeks from Sunday", "times-explained", (node) =>
    ts.isParenthesizedExpression(node) && /\+ [36]\) % 7$|weekday - 1/.test(`${node.getText()} % 7`)
      ? [replacing(node, `(${node.expression.getText()} + 1)`)]
      : [],
  ),
];

/** One mutant for each node that `edit` has something for, in seeded order. */
export function editing(name: string, check: AcceptanceCheckName, edit: (node: ts.Node) => Edit[]): Operator {
  return {
    name,
    check,
    mutate: ({ code, random }) => {
      const sites = collect(code, (node) => {
        const edits = edit(node);
        return edits.length === 0 ? [] : [edits];
      });
      const start = Math.floor(random() * sites.length);
      return sites.map((_, index) => applyEdits(code, sites[(start + index) % sites.length] ?? []));
    },
  };
}

function isPlusAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
}

/** `(known ?? 0) + more` */
function isSumOfKnown(node: ts.Node): node is ts.BinaryExpression {
  return isPlus(node) && /(\?\?|\|\|) 0\)$/.test(node.left.getText());
}

/** A sum of two names, as in the function of a `reduce`. */
function isSum(node: ts.Node): node is ts.BinaryExpression {
  return isPlus(node) && ts.isIdentifier(node.left) && ts.isIdentifier(node.right);
}

function isPlus(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function isDivision(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.SlashToken;
}
