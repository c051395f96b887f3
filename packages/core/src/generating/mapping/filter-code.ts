import type { MappingCondition } from "../../transformers/mapping-fields.js";
import { stringLiteral } from "./string-literal.js";

/** JavaScript expressions over `found`, the value at the condition's path, one per operator; all must hold. */
export function filterCode(condition: MappingCondition, found: string): string[] {
  const { equals, gt, gte, lt, lte, exists } = condition;
  const expressions: string[] = [];
  if (equals !== undefined) expressions.push(`${comparable(equals, found)} === ${scalarLiteral(equals)}`);
  if (condition.in !== undefined) expressions.push(oneOf(condition.in, found));
  for (const [operator, operand] of [
    [">", gt],
    [">=", gte],
    ["<", lt],
    ["<=", lte],
  ] as const) {
    if (operand === undefined) continue;
    const value = typeof operand === "string" ? `textOf(${found})` : comparable(operand, found);
    expressions.push(`${value} ${operator} ${scalarLiteral(operand)}`);
  }
  if (exists !== undefined) expressions.push(exists ? `!isMissing(${found})` : `isMissing(${found})`);
  return expressions;
}

function oneOf(operands: readonly (string | number | boolean)[], found: string): string {
  const numbers = operands.filter((operand) => typeof operand === "number");
  const others = operands.filter((operand) => typeof operand !== "number");
  const lists = [
    ...(others.length > 0 ? [`[${others.map(scalarLiteral).join(", ")}].includes(${found})`] : []),
    ...(numbers.length > 0 ? [`[${numbers.map(scalarLiteral).join(", ")}].includes(toNumber(${found}))`] : []),
  ];
  return lists.length === 1 ? lists.join("") : `(${lists.join(" || ")})`;
}

function comparable(operand: string | number | boolean, found: string): string {
  return typeof operand === "number" ? `toNumber(${found})` : found;
}

function scalarLiteral(scalar: string | number | boolean): string {
  return typeof scalar === "string" ? stringLiteral(scalar) : String(scalar);
}
