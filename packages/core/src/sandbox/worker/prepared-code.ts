import { stripTypes } from "./strip-types.js";
import { unwrapCode } from "./unwrap-code.js";

/** A worker serves few transformers, again and again. */
const maximumScripts = 50;
const longestScript = 100_000;

const scripts = new Map<string, string>();

/**
 * Plain JavaScript of a transformer's code, without fences and types. Kept by its text, since reading the types takes longer than a small
 * job: text in, text out, so nothing of one run reaches another.
 *
 * @throws {JobFailure} TRANSFORM_SYNTAX
 */
export function preparedCode(code: string): string {
  const known = scripts.get(code);
  if (known !== undefined) return known;
  const script = stripTypes(unwrapCode(code));
  if (code.length > longestScript) return script;
  if (scripts.size >= maximumScripts) scripts.clear();
  scripts.set(code, script);
  return script;
}
