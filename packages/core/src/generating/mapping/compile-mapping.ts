import { MetricsmithError } from "../../errors/metricsmith-error.js";
import type { MetricKind } from "../../metrics/metric.js";
import { timePaths } from "../../transformers/mapping-field-paths.js";
import type { MappingPath } from "../../transformers/mapping-path.js";
import type { Mapping } from "../../transformers/mapping.js";
import { codeHelpersFor } from "./code-helpers.js";
import { describeMapping } from "./describe-mapping.js";
import { filterCode } from "./filter-code.js";
import { groupingCode } from "./grouping-code.js";
import { indentCode } from "./indent-code.js";
import { type NoPointsCode, noPointsCode } from "./no-points-code.js";
import { foundCode, pathText, quotedPaths } from "./path-code.js";
import { recordsCode } from "./records-code.js";
import { stringLiteral } from "./string-literal.js";
import { needsClock, timeCode } from "./time-code.js";
import { valueCode } from "./value-code.js";

/**
 * The mapping as JavaScript for the sandbox, `export function transform(apiResponse, endpointConfig, context)`, with a header
 * that states the mapping in words. The same mapping gives the same text. Paths are data: no key can become code.
 *
 * @throws {MetricsmithError} MAPPING_INVALID when the mapping does not fit the kind: a history needs times, a gauge has none.
 */
export function compileMapping(mapping: Mapping, options: { kind: MetricKind }): string {
  assertFits(mapping, options.kind);
  const transform = transformCode(mapping);
  return `${[headerCode(mapping), transform, ...codeHelpersFor(transform)].join("\n\n")}\n`;
}

function assertFits({ time }: Mapping, kind: MetricKind): void {
  if (kind === "history" && time === undefined) {
    throw new MetricsmithError(
      'Invalid mapping: "time" is missing, and a history takes its times from the response. Add a time, or make the metric a gauge.',
      { code: "MAPPING_INVALID", details: { kind } },
    );
  }
  if (kind === "gauge" && time !== undefined) {
    throw new MetricsmithError(
      'Invalid mapping: "time" is given, but a gauge is stamped with the time of its fetch. Remove the time, or make the metric a history.',
      { code: "MAPPING_INVALID", details: { kind } },
    );
  }
}

function headerCode(mapping: Mapping): string {
  const rows = describeMapping(mapping).map(([label, words]) => `//   ${label.padEnd(10)}  ${commentText(words)}`);
  return ["// Compiled from a mapping:", ...rows].join("\n");
}

/** One line whatever the text holds, and nothing that a reader of fenced blocks could take for a fence. */
function commentText(words: string): string {
  return words.replaceAll("`", "'").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function transformCode(mapping: Mapping): string {
  const records = recordsCode(mapping);
  const grouping = groupingCode(mapping, records.name);
  const noPoints = noPointsCode(mapping, grouping.isEmpty);
  const body = [
    ...records.open,
    ...(needsClock(mapping) ? ["const clock = localClock(context);"] : []),
    ...grouping.before,
    ...noPoints.before,
    ...records.loop([
      ...filtersCode(mapping),
      ...noPoints.each,
      ...pointCode(mapping, records.name, noPoints, grouping.each),
    ]),
    ...noPoints.after,
    ...grouping.after,
  ];
  const missing = mapping.missing?.map(stringLiteral).join(", ");
  return [
    ...(missing === undefined ? [] : [`const missingTexts = [${missing}];`, ""]),
    "export function transform(apiResponse, endpointConfig, context) {",
    ...indentCode(body),
    "}",
  ].join("\n");
}

/** `continue` when a condition drops the record. */
function filtersCode({ filter = [] }: Mapping): string[] {
  return filter.flatMap((condition) =>
    filterCode(condition, foundCode(condition.path)).map((expression) => `if (!(${expression})) continue;`),
  );
}

/** Reads `time`, `series` and `value` as far as the mapping has them, and does `each` with every value. */
function pointCode(mapping: Mapping, name: string, { skip }: NoPointsCode, each: readonly string[]): string[] {
  const { time, value, series } = mapping;
  const presentCode = (found: string) => (mapping.missing === undefined ? found : `present(${found}, missingTexts)`);
  const around = { foundCode: (path: MappingPath) => presentCode(foundCode(path)), presentCode, name, skip };
  const lines: string[] = [];
  if (time !== undefined) {
    const paths = timePaths(time).map(([path]) => path);
    lines.push(`const time = ${timeCode(time, around)};`, ...skip("time", `a time at ${quotedPaths(paths)}`));
  }
  const seriesCode =
    series !== undefined && "path" in series
      ? [`const series = readSeries(${foundCode(series.path)}, ${stringLiteral(pathText(series.path))}, ${name});`]
      : [];
  return [...lines, ...valueCode(value, [...seriesCode, ...each], around)];
}
