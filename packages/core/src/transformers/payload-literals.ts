import type { JsonValue } from "../util/json.js";

/** Shorter ones stand in many responses by chance. */
const shortestNumber = 3;
const shortestText = 2;

const STRING_LITERAL = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
const NUMBER_LITERAL = /(?<![\w.$])\d[\d_]*(?:\.\d+)?(?![\w$])/g;

/**
 * Literals of code that stand among the values of a response and nowhere else: code that holds one was written for that response, and tells
 * of it. Keys of the response and `known` texts (what the metric measures, the endpoint) do not count.
 */
export function payloadLiterals(code: string, payload: JsonValue, known: readonly string[]): string[] {
  const keys = new Set<string>();
  const values = new Set<string>();
  collect(payload, keys, values);
  const knownText = known.join("\n").toLowerCase();
  const isTelling = (literal: string): boolean =>
    values.has(literal) && !keys.has(literal) && !knownText.includes(literal.toLowerCase());
  return [...new Set(literalsOf(code).filter(isTelling))];
}

function literalsOf(code: string): string[] {
  const literals: string[] = [];
  // Texts go first: a comment mark in one is no comment, and its digits are no number.
  const withoutTexts = code.replaceAll(STRING_LITERAL, (_, double?: string, single?: string, template?: string) => {
    const text = double ?? single ?? template ?? "";
    if (text.length >= shortestText) literals.push(text.replaceAll(/\\(.)/g, "$1"));
    return '""';
  });
  for (const [text] of withoutTexts.replaceAll(COMMENT, "").matchAll(NUMBER_LITERAL)) {
    if (text.replaceAll(/\D/g, "").length >= shortestNumber) literals.push(String(Number(text.replaceAll("_", ""))));
  }
  return literals;
}

function collect(payload: JsonValue, keys: Set<string>, values: Set<string>): void {
  const pending: JsonValue[] = [payload];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === "string" || typeof value === "number") values.add(String(value));
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) for (const key of Object.keys(value)) keys.add(key);
    for (const member of Object.values(value) as (JsonValue | undefined)[]) {
      if (member !== undefined) pending.push(member);
    }
  }
}
