import type { Mapping } from "../../transformers/mapping.js";
import { stringLiteral } from "./string-literal.js";

/** Code that says why there are no points, around a loop that skips records. */
export interface NoPointsCode {
  readonly before: readonly string[];
  /** Goes on to the next record when `variable` is undefined, and remembers that this record lacked `what`. */
  readonly skip: (variable: string, what: string) => readonly string[];
  /** Throws when every record was skipped. */
  readonly after: readonly string[];
}

/**
 * A filter may drop every record, and then no points are no mistake. Without one, records that all lack their time or their value
 * mean that the response has changed, or that a path is wrong.
 */
export function noPointsCode(mapping: Mapping, isEmpty: string): NoPointsCode {
  if (mapping.filter !== undefined || (mapping.time === undefined && mapping.value === "count")) {
    return { before: [], skip: (variable) => [`if (${variable} === undefined) continue;`], after: [] };
  }
  return {
    before: ["const missing = new Set();"],
    skip: (variable, what) => [
      `if (${variable} === undefined) {`,
      `  missing.add(${stringLiteral(shorten(what))});`,
      "  continue;",
      "}",
    ],
    after: [
      `if (${isEmpty} && missing.size > 0${awaitsDataCode(mapping)}) {`,
      `  throw noPoints(missing, records.length, ${firstRecordCode(mapping)});`,
      "}",
    ],
  };
}

/** Objects, unlike arrays, are there also when the response has no data yet: then the lists in it are empty. */
function awaitsDataCode({ recordsAre }: Mapping): string {
  return recordsAre === undefined || recordsAre === "array" ? "" : " && !hasOnlyEmptyLists(apiResponse)";
}

function firstRecordCode({ recordsAre }: Mapping): string {
  return recordsAre === "values-of-object" ? "parent[records[0]]" : "records[0]";
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
