import type { EncodedSourceMap } from "@jridgewell/trace-mapping";
import { type Options, transform } from "sucrase";
import { JobFailure } from "./job-failure.js";
import { withoutControls } from "./without-controls.js";

/** A syntax error as sucrase throws it; its message ends with the place. */
interface SucraseError {
  readonly message: string;
  readonly loc?: { readonly line: number; readonly column: number } | undefined;
}

const options = { transforms: ["typescript"], disableESTransforms: true } satisfies Options;

/**
 * The code without its types; lines keep their numbers. Imports of types alone disappear. Places in errors are counted from
 * `linesBefore` lines above.
 *
 * @throws {JobFailure} TRANSFORM_SYNTAX
 */
export function stripTypes(code: string, linesBefore: number): string {
  try {
    return transform(code, options).code;
  } catch (thrown) {
    const { message, loc: place } = thrown as SucraseError;
    if (place === undefined) {
      throw new JobFailure({
        code: "TRANSFORM_SYNTAX",
        message: "The code is nested too deeply to be read. Make it simpler.",
      });
    }
    const line = place.line + linesBefore;
    const problem = withoutControls(message.replace(/\s*\(\d+:\d+\)$/, ""));
    throw new JobFailure({
      code: "TRANSFORM_SYNTAX",
      message: `The code does not load: ${problem} (line ${line}, column ${place.column}). Correct it there.`,
      details: {
        line,
        column: place.column,
      },
    });
  }
}

/** The source map from what `stripTypes` gives to `code`. */
export function mapTypes(code: string): EncodedSourceMap {
  const { sourceMap } = transform(code, {
    ...options,
    filePath: "transform.ts",
    sourceMapOptions: { compiledFilename: "transform.js" },
  });
  if (sourceMap === undefined) throw new Error("sucrase gave no source map.");
  const { names, sources, mappings } = sourceMap;
  return { version: 3, names, sources, mappings };
}
