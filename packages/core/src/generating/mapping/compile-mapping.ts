import { MetricsmithError } from "../../errors/metricsmith-error.js";
import type { MetricKind } from "../../metrics/metric.js";
import { describeMappingPath, type MappingPath, resolveMappingPath } from "../../transformers/mapping-path.js";
import type { Mapping } from "../../transformers/mapping.js";
import { codeHelpersFor } from "./code-helpers.js";
import { describeMapping } from "./describe-mapping.js";
import { filterCode } from "./filter-code.js";
import { groupingCode } from "./grouping-code.js";
import { indentCode } from "./indent-code.js";
import { type NoPointsCode, noPointsCode } from "./no-points-code.js";
import { propertyAccess } from "./property-access.js";
import { stringLiteral } from "./string-literal.js";
import { needsClock, timeCode } from "./time-code.js";

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
  const grouping = groupingCode(mapping);
  const noPoints = noPointsCode(mapping, grouping.isEmpty);
  const body = [
    ...recordsCode(mapping),
    ...(needsClock(mapping) ? ["const clock = localClock(context);"] : []),
    ...grouping.before,
    ...noPoints.before,
    "for (let index = 0; index < records.length; index++) {",
    ...indentCode([...recordCode(mapping), ...pointCode(mapping, noPoints), ...grouping.each]),
    "}",
    ...noPoints.after,
    ...grouping.after,
  ];
  return ["export function transform(apiResponse, endpointConfig, context) {", ...indentCode(body), "}"].join("\n");
}

function recordsCode({ records, recordsAre }: Mapping): string[] {
  const found = propertyAccess("apiResponse", resolveMappingPath(records).keys);
  const place = stringLiteral(pathText(records));
  if (recordsAre === "object") return [`const records = [objectAt(${found}, ${place})];`];
  if (recordsAre === "values-of-object") {
    return [`const parent = objectAt(${found}, ${place});`, "const records = Object.keys(parent);"];
  }
  return [`const records = arrayAt(${found}, ${place});`];
}

/** The record, or `continue` when the filter drops it. */
function recordCode(mapping: Mapping): string[] {
  const isKeyed = mapping.recordsAre === "values-of-object";
  const lines = isKeyed
    ? ["const key = records[index];", "const record = parent[key];"]
    : ["const record = records[index];"];
  for (const condition of mapping.filter ?? []) {
    for (const expression of filterCode(condition, foundCode(condition.path)))
      lines.push(`if (!(${expression})) continue;`);
  }
  return lines;
}

/** `time`, `value`, `series` and `dimensions` of the record, as far as the mapping has them. */
function pointCode(mapping: Mapping, { skip }: NoPointsCode): string[] {
  const { time, value, series } = mapping;
  const name = mapping.recordsAre === "values-of-object" ? "key" : "index";
  const lines: string[] = [];
  if (time !== undefined) {
    const paths = "format" in time ? [time.path] : [time.year, time.month, time.day];
    lines.push(
      `const time = ${timeCode(time, { foundCode, pathText, name })};`,
      ...skip("time", `a time at ${quotedPaths(paths)}`),
    );
  }
  if (value !== "count") {
    const read = `readValue(${foundCode(value.path)}, ${stringLiteral(pathText(value.path))}, ${name})`;
    const factor = value.scale === undefined ? "" : scaleCode(value.scale);
    const variable = factor === "" ? "value" : "unscaled";
    lines.push(`const ${variable} = ${read};`, ...skip(variable, `a value at ${quotedPaths([value.path])}`));
    if (factor !== "") lines.push(`const value = unscaled ${factor};`);
  }
  if (series !== undefined && "path" in series) {
    lines.push(
      `const series = readSeries(${foundCode(series.path)}, ${stringLiteral(pathText(series.path))}, ${name});`,
    );
  }
  return lines;
}

/** Division where the factor is 1/n: 1999 / 100 is 19.99, 1999 * 0.01 is not. */
function scaleCode(scale: number): string {
  const divisor = Math.round(1 / scale);
  return Math.abs(scale) < 1 && 1 / divisor === scale ? `/ ${divisor}` : `* ${scale}`;
}

function foundCode(path: MappingPath): string {
  const { origin, keys } = resolveMappingPath(path);
  if (origin === "key") return "key";
  return propertyAccess(origin === "root" ? "apiResponse" : "record", keys);
}

/** The path in messages. */
function pathText(path: MappingPath): string {
  if (typeof path !== "string") return JSON.stringify(path);
  return path === "" ? "$" : path;
}

function quotedPaths(paths: readonly (MappingPath | undefined)[]): string {
  return paths.flatMap((path) => (path === undefined ? [] : [describeMappingPath(path)])).join(", ");
}
