import { JobFailure } from "./job-failure.js";

/** Deepest nesting of what leaves the sandbox; recursive code of hosts must survive it. */
const maximumDepth = 100;

const quote = 0x22;
const backslash = 0x5c;

/**
 * @param text - UTF-8 bytes of valid JSON
 * @throws {JobFailure} TRANSFORM_CONTRACT when arrays and objects are nested more than 100 levels deep
 */
export function assertDepth(text: Uint8Array): void {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const byte = text[index];
    if (byte === quote) {
      index++;
      while (index < text.length && text[index] !== quote) index += text[index] === backslash ? 2 : 1;
    } else if (byte === 0x5b || byte === 0x7b) {
      depth++;
      if (depth > maximumDepth) {
        throw new JobFailure({
          code: "TRANSFORM_CONTRACT",
          message: `transform returned data nested more than ${maximumDepth} levels deep. Return flatter data.`,
        });
      }
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
}
