import { transform } from "sucrase";
import { JobFailure } from "./job-failure.js";

/** A syntax error as sucrase throws it; its message ends with the place. */
interface SucraseError {
  readonly message: string;
  readonly loc?: { readonly line: number; readonly column: number } | undefined;
}

/**
 * The code without its types; lines keep their numbers. Imports of types alone disappear.
 *
 * @throws {JobFailure} TRANSFORM_SYNTAX
 */
export function stripTypes(code: string): string {
  try {
    return transform(code, { transforms: ["typescript"], disableESTransforms: true }).code;
  } catch (thrown) {
    const { message, loc: place } = thrown as SucraseError;
    if (place === undefined) {
      throw new JobFailure({
        code: "TRANSFORM_SYNTAX",
        message: "The code is nested too deeply to be read. Make it simpler.",
      });
    }
    const problem = message.replace(/\s*\(\d+:\d+\)$/, "");
    throw new JobFailure({
      code: "TRANSFORM_SYNTAX",
      message: `The code does not load: ${problem} (line ${place.line}, column ${place.column}). Correct it there.`,
      details: {
        line: place.line,
        column: place.column,
      },
    });
  }
}
