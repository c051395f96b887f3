import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { neededShims, type Shim } from "./needed-shims.js";
import { mapTypes, stripTypes } from "./strip-types.js";
import { unwrapCode } from "./unwrap-code.js";

/** A worker serves few transformers, again and again. */
const maximumScripts = 50;
const longestScript = 100_000;

const known = new Map<string, PreparedCode>();

/** A place in text: both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Code that QuickJS can load. */
export interface PreparedCode {
  /** Plain JavaScript, without fences and types. */
  readonly script: string;
  /** What `script` names and QuickJS lacks. */
  readonly shims: readonly Shim[];
  /** The place in the author's own text that a place in `script` was made from. */
  readonly authorsPlace: (place: Place) => Place;
}

function prepare(text: string): PreparedCode {
  const { code, linesBefore } = unwrapCode(text);
  const script = stripTypes(code, linesBefore);
  return {
    script,
    shims: neededShims(script),
    authorsPlace({ line, column }) {
      const map = new TraceMap(mapTypes(code));
      const original = originalPositionFor(map, { line, column: column - 1 });
      return { line: (original.line ?? line) + linesBefore, column: (original.column ?? column - 1) + 1 };
    },
  };
}

/**
 * The code of a transformer, made ready to load. Kept by its text, since reading the types takes longer than a small job: text in, text out,
 * so nothing of one run reaches another.
 *
 * @throws {JobFailure} TRANSFORM_SYNTAX
 */
export function preparedCode(text: string): PreparedCode {
  const found = known.get(text);
  if (found !== undefined) return found;
  const prepared = prepare(text);
  if (text.length > longestScript) return prepared;
  if (known.size >= maximumScripts) known.clear();
  known.set(text, prepared);
  return prepared;
}
