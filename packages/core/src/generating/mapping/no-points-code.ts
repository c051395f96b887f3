import { recordLevels } from "../../transformers/mapping-records.js";
import type { Mapping } from "../../transformers/mapping.js";
import { stringLiteral } from "./string-literal.js";

/** Code that says why there are no points, around a loop that skips records. */
export interface NoPointsCode {
  readonly before: readonly string[];
  /** Remembers the record, where it could not be found again. */
  readonly each: readonly string[];
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
    return { before: [], each: [], skip: (variable) => [`if (${variable} === undefined) continue;`], after: [] };
  }
  const isNested = recordLevels(mapping).length > 1;
  const found = isNested ? "recordCount, firstRecord" : `records.length, ${firstRecordCode(mapping)}`;
  return {
    before: ["const missing = new Set();", ...(isNested ? ["let recordCount = 0;", "let firstRecord;"] : [])],
    each: isNested ? ["if (recordCount++ === 0) firstRecord = record;"] : [],
    skip: (variable, what) => [
      `if (${variable} === undefined) {`,
      `  missing.add(${stringLiteral(shorten(what))});`,
      "  continue;",
      "}",
    ],
    after: [
      `if (${isEmpty} && missing.size > 0${awaitsDataCode(mapping)}) {`,
      `  throw noPoints(missing, ${found});`,
      "}",
    ],
  };
}

/** Objects, unlike arrays, are there also when the response has no data yet: then the lists in it are empty. */
function awaitsDataCode(mapping: Mapping): string {
  const innermost = recordLevels(mapping).at(-1)?.recordsAre;
  return innermost === "object" || innermost === "values-of-object" ? " && !hasOnlyEmptyLists(apiResponse)" : "";
}

function firstRecordCode({ recordsAre }: Mapping): string {
  if (recordsAre === "values-of-object") return "parent[records[0]]";
  return recordsAre === "columns" || recordsAre === "rows" ? "records.recordAt(0)" : "records[0]";
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}
