import ts from "typescript";
import { applyEdits, collect, type Edit, isNumber, replacing } from "./edit-source.js";
import { type Operator, shuffled, type Subject } from "./operator.js";
import { editing } from "./wrong-sums.js";

type Kind = "number" | "time" | "text";

/** Wrong in which field of a record is read. */
export const wrongFields: Operator[] = [
  otherField("neighbour field", "number", true),
  otherField("wrong field", "number", false),
  otherField("wrong time field", "time", false),
  otherField("wrong series field", "text", false),
  editing("wrong position", "measure", (node) => {
    if (ts.isElementAccessExpression(node) && isNumber(node.argumentExpression)) {
      const position = Number(node.argumentExpression.text);
      return [replacing(node.argumentExpression, String(position === 0 ? 1 : position - 1))];
    }
    if (!ts.isArrayBindingPattern(node) || node.elements.length < 2) return [];
    const [first, second] = node.elements;
    if (first === undefined || second === undefined) return [];
    return [replacing(first, second.getText()), replacing(second, first.getText())];
  }),
];

function otherField(name: string, kind: Kind, isNeighbour: boolean): Operator {
  return {
    name,
    check: "measure",
    mutate: (subject) => {
      const siblings = siblingsOf(subject, kind, isNeighbour);
      const sites = collect(subject.code, (node) => {
        const field = fieldOf(node);
        return (siblings.get(field ?? "") ?? []).map((other) => renaming(node, other));
      });
      return shuffled(sites, subject.random).map((edits) => applyEdits(subject.code, edits));
    },
  };
}

/** Other fields of the same objects with a value of the same kind: by key, in the order of the response. */
function siblingsOf({ case: { payload } }: Subject, kind: Kind, isNeighbour: boolean): Map<string, string[]> {
  const siblings = new Map<string, Set<string>>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value);
      for (const [index, [key, own]] of entries.entries()) {
        if (!isOfKind(own, kind)) continue;
        const known = siblings.get(key) ?? new Set();
        for (const [position, [other, its]] of entries.entries()) {
          if (other === key || (isNeighbour && Math.abs(position - index) > 1)) continue;
          if (isOfKind(its, kind) && typeof its === typeof own) known.add(other);
        }
        siblings.set(key, known);
      }
      entries.forEach(([, inner]) => visit(inner));
    }
  };
  visit(JSON.parse(new TextDecoder().decode(payload)));
  return new Map([...siblings].map(([key, others]) => [key, [...others]]));
}

function isOfKind(value: unknown, kind: Kind): boolean {
  const isTime =
    typeof value === "string"
      ? /^\d{4}-\d\d|^\/Date\(/.test(value) || /^1[0-9]{9}$/.test(value)
      : typeof value === "number" && value > 1e9 && value < 2e12 && Number.isInteger(value);
  if (kind === "time") return isTime;
  if (typeof value === "number") return kind === "number" && !isTime;
  if (typeof value !== "string" || value === "" || isTime) return false;
  return (kind === "number") === Number.isFinite(Number(value));
}

/** The field that a node reads, by its key. */
function fieldOf(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  if (!ts.isBindingElement(node) || node.dotDotDotToken !== undefined) return null;
  if (!ts.isObjectBindingPattern(node.parent)) return null;
  const key = node.propertyName ?? node.name;
  return ts.isIdentifier(key) ? key.text : null;
}

function renaming(node: ts.Node, key: string): Edit[] {
  const text = JSON.stringify(key);
  if (ts.isPropertyAccessExpression(node)) {
    const start = node.expression.getEnd();
    const isOptional = node.questionDotToken !== undefined;
    return [{ start, end: node.getEnd(), text: `${isOptional ? "?." : ""}[${text}]` }];
  }
  if (ts.isElementAccessExpression(node)) return [replacing(node.argumentExpression, text)];
  if (!ts.isBindingElement(node)) return [];
  if (node.propertyName !== undefined) return [replacing(node.propertyName, text)];
  return [{ start: node.getStart(), end: node.getStart(), text: `${text}: ` }];
}
