import type { ChartConfig } from "../charts/chart-config.js";
import { dateRangeName } from "../charts/date-range.js";
import type { ChartAxis } from "./judge-chart-axis.js";
import {
  type ChartFacts,
  type Fold,
  keyLabel,
  type KeySource,
  measureOf,
  namesInText,
  pictureText,
  seriesOf,
} from "./judge-chart-facts.js";

const foldWords: Record<Exclude<Fold, "as-is">, RegExp> = {
  sum: /\b(?:sums?|totals?|summed|combined|overall|all|together)\b/i,
  avg: /\b(?:averages?|avg|means?|averaged)\b/i,
  min: /\b(?:min|minimums?|lowest|smallest)\b/i,
  max: /\b(?:max|maximums?|highest|peaks?|largest)\b/i,
  count: /\b(?:counts?|number of)\b/i,
  last: /\b(?:last|latest|current|most recent|newest)\b/i,
};
const claimedFolds: readonly (readonly [Fold, RegExp])[] = [
  ["avg", /\b(?:averages?|avg|means?|averaged)\b/i],
  ["min", /\b(?:minimums?|lowest)\b/i],
  ["max", /\b(?:maximums?|peaks?)\b/i],
];
/** What no check here can prove of a picture. */
const UNPROVEN =
  /\b(?:cumulative|running|moving|rolling|growth|changes?|deltas?|difference|increase|decrease|percent(?:age)?s?|ratio|median|percentile|forecast|predicted|prediction|normali[sz]ed|adjusted|per capita|estimated)\b|%/i;
const PARTIAL =
  /\b(?:top|largest|biggest|highest|leading|smallest|lowest|bottom|only|selected|without|except|excluding|excludes?|omits?|omitted)\b/i;
const RANKED = /\b(?:top|largest|biggest|highest|leading)\b/i;
const TOP_COUNT = /\b(?:top (\d{1,3})|(\d{1,3}) (?:largest|biggest|highest|leading))\b/i;
const bucketWords: readonly (readonly [string, RegExp])[] = [
  ["hour", /\b(?:hourly|per hour|by hour)\b/i],
  ["day", /\b(?:daily|per day|by day)\b/i],
  ["week", /\b(?:weekly|per week|by week)\b/i],
  ["month", /\b(?:monthly|per month|by month)\b/i],
  ["quarter", /\b(?:quarterly|per quarter|by quarter)\b/i],
  ["year", /\b(?:yearly|annual|per year|by year)\b/i],
];

/** True where a key's label or the picture's texts say what was made of several numbers. */
export function saysFold(config: ChartConfig, key: string, fold: Exclude<Fold, "as-is">): boolean {
  return foldWords[fold].test(`${keyLabel(config, key)} \n ${pictureText(config)}`);
}

/** Sentences about series that are left out without a word, or with a wrong one. */
export function omissionProblems(
  config: ChartConfig,
  axis: ChartAxis,
  sources: readonly KeySource[],
  facts: ChartFacts,
): string[] {
  const all = seriesOf(facts.rows);
  const isAll =
    axis.kind === "series" ? axis.restAt !== null : sources.some(({ series }) => series === "all" || series === "rest");
  const drawn = new Set(
    axis.drawnSeries ?? sources.flatMap(({ series }) => (typeof series === "object" ? [series.name] : [])),
  );
  const omitted = all.filter((name) => !drawn.has(name));
  if (isAll || omitted.length === 0 || drawn.size === 0) return [];
  const text = pictureText(config);
  if (!PARTIAL.test(text))
    return [
      `It leaves out ${omitted.length} of ${all.length} series without saying so, such as ${JSON.stringify(omitted[0])}.`,
    ];
  const problems: string[] = [];
  const said = TOP_COUNT.exec(text);
  const count = Number(said?.[1] ?? said?.[2] ?? drawn.size);
  if (count !== drawn.size) problems.push(`It says that it shows ${count} series, and shows ${drawn.size}.`);
  if (RANKED.test(text)) {
    const sizes = sizesOf(facts, sources);
    const smallest = Math.min(...[...drawn].map((name) => sizes.get(name) ?? 0));
    const larger = omitted.find((name) => (sizes.get(name) ?? 0) > smallest * (1 + 1e-9));
    if (larger !== undefined)
      problems.push(
        `It says that it shows the largest series, and leaves out ${JSON.stringify(larger)}, which is larger.`,
      );
  }
  return problems;
}

/** Sentences about what the texts say and the numbers do not. */
export function textDoubts(
  config: ChartConfig,
  axis: ChartAxis,
  sources: readonly KeySource[],
  facts: ChartFacts,
): string[] {
  const { window, preferences } = facts;
  const known = [...facts.names, ...seriesOf(facts.rows), ...preferences.dimensions].filter(
    (name) => name.trim() !== "",
  );
  const text = withoutNames(
    [pictureText(config), ...config.dataKeys.map((key) => keyLabel(config, key))].join(" \n "),
    known,
  );
  const folds = new Set<string>([window.aggregation, ...sources.map(({ fold }) => fold)]);
  const doubts: string[] = [];
  for (const [fold, pattern] of claimedFolds) {
    const word = pattern.exec(text)?.[0];
    if (word !== undefined && !folds.has(fold))
      doubts.push(`It says ${JSON.stringify(word)}, and draws no such number.`);
  }
  const isOnlyOther = !folds.has("sum") && !folds.has("count") && !folds.has("none") && !folds.has("last");
  const total = /\b(?:sums?|totals?)\b/i.exec(text)?.[0];
  if (total !== undefined && isOnlyOther) doubts.push(`It says ${JSON.stringify(total)}, and draws no sum.`);
  const unproven = UNPROVEN.exec(text)?.[0];
  if (unproven !== undefined) doubts.push(`It says ${JSON.stringify(unproven)}, which the numbers do not show.`);
  const range = dateRangeName(preferences.dateRange).toLowerCase();
  for (const [written] of text.matchAll(/\b(?:last|past) \d+ (?:hours?|days?|weeks?|months?|years?)\b/gi))
    if (written.toLowerCase().replace(/^past/, "last") !== range)
      doubts.push(`It says ${JSON.stringify(written)}, and its range is ${JSON.stringify(range)}.`);
  if (window.boundaries !== null && axis.kind !== "whole") {
    const sizes = new Set<string>([window.bucket, ...(axis.size === null ? [] : [axis.size])]);
    for (const [size, pattern] of bucketWords) {
      const word = pattern.exec(text)?.[0];
      if (word !== undefined && !sizes.has(size))
        doubts.push(`It says ${JSON.stringify(word)}, and is cut by ${axis.size ?? window.bucket}.`);
    }
  }
  return doubts;
}

/** By the value, or where it is not drawn by all dimensions together. */
function sizesOf({ rows, preferences }: ChartFacts, sources: readonly KeySource[]): Map<string, number> {
  const drawn = new Set(sources.map(({ dimension }) => dimension));
  const { dimensions, showsValue } = preferences;
  const isByValue = drawn.has(null) && !(showsValue === false && dimensions.length > 0);
  const measures = isByValue ? [null] : dimensions;
  const sizes = new Map<string, number>();
  for (const row of rows) {
    for (const dimension of measures) {
      const value = measureOf(row, dimension);
      sizes.set(row.series, (sizes.get(row.series) ?? 0) + Math.abs(value ?? 0));
    }
  }
  return sizes;
}

function withoutNames(text: string, names: readonly string[]): string {
  let rest = text;
  for (const name of names.toSorted((a, b) => b.length - a.length)) {
    if (namesInText(rest, name)) rest = rest.split(new RegExp(escapeForRegExp(name), "iu")).join(" ");
  }
  return rest;
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
