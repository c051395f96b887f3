import type { ChartConfig } from "../charts/chart-config.js";
import { toSafeText } from "../charts/chart-text.js";
import type { ChartAxis } from "./judge-chart-axis.js";
import { saysFold } from "./judge-chart-text.js";
import {
  type ChartFacts,
  type Fold,
  foldNumbers,
  isSameName,
  isSameNumber,
  keyLabel,
  type KeySource,
  measureOf,
  namesInText,
  seriesOf,
} from "./judge-chart-facts.js";

/** What each data key turned out to draw. */
export interface KeyReading {
  readonly sources: readonly KeySource[];
  /** Sentences about numbers that are not those of the rows, or stand under a wrong name. */
  readonly failures: readonly string[];
  /** Sentences about what cannot be told. */
  readonly doubts: readonly string[];
}

const REST_LABEL = /\b(?:others?|rest|remaining)\b/i;

/** Finds for every data key the numbers that it draws, and compares them with what its label says. */
export function readChartKeys(config: ChartConfig, axis: ChartAxis, facts: ChartFacts): KeyReading {
  const failures: string[] = [];
  const doubts: string[] = [];
  const sources: KeySource[] = [];
  const all = seriesOf(facts.rows);
  const context: KeyContext = { axis, facts, all, numbers: groupNumbers(axis) };
  const claimed = new Set<string>();
  // Keys of a series of their own come first: what is left is "other".
  const keys = config.dataKeys.toSorted(
    (a, b) => Number(REST_LABEL.test(keyLabel(config, a))) - Number(REST_LABEL.test(keyLabel(config, b))),
  );
  for (const key of keys) {
    const label = keyLabel(config, key);
    const fitting = fittingSources(config, key, context, claimed);
    if (fitting.length === 0) {
      failures.push(mismatch(config, key, context));
      continue;
    }
    const named = fitting.filter((source) => isNamedBy(source, label, axis, all, facts));
    const [source] = named;
    if (source === undefined) {
      const shown = fitting[0];
      const isAnothers = all.some((name) => name !== "" && isSameName(label, toSafeText(name, 200)));
      const isAnothersDimension = dimensionsOf(facts).some((name) => isSameName(label, name));
      const sentence = `${quote(label)} does not say that it is ${sourceText(shown)}.`;
      (isAnothers || isAnothersDimension ? failures : doubts).push(sentence);
      continue;
    }
    if (source.series !== "all" && source.series !== "rest") claimed.add(source.series.name);
    sources.push(source);
  }
  return { sources, failures, doubts };
}

/** Sources whose numbers are exactly the drawn ones, in the order in which series and dimensions come. */
function fittingSources(
  config: ChartConfig,
  key: string,
  context: KeyContext,
  claimed: ReadonlySet<string>,
): KeySource[] {
  const { axis, facts, all, numbers } = context;
  const isRest = REST_LABEL.test(keyLabel(config, key));
  const series: KeySource["series"][] =
    axis.kind === "series"
      ? ["all"]
      : [
          ...all.map((name) => ({ name })),
          ...(all.length > 1 ? (["all"] as const) : []),
          ...(isRest ? (["rest"] as const) : []),
        ];
  const fitting: KeySource[] = [];
  for (const dimension of [null, ...dimensionsOf(facts)]) {
    for (const choice of series) {
      const groups =
        choice === "rest"
          ? numbers.of(dimension, (name) => !claimed.has(name))
          : choice === "all"
            ? numbers.ofAll(dimension)
            : numbers.ofSeries(dimension, choice.name);
      for (const fold of foldsFor(groups, facts, axis, choice)) {
        const source = { series: choice, dimension, fold };
        if (fits(config, key, groups, source, facts, axis) && isSaid(config, key, source, facts)) fitting.push(source);
      }
    }
  }
  return fitting;
}

/** Everything that is the same for all keys of a picture. */
interface KeyContext {
  readonly axis: ChartAxis;
  readonly facts: ChartFacts;
  readonly all: readonly string[];
  readonly numbers: GroupNumbers;
}

/** Numbers of each drawn row, by time and series. */
interface GroupNumbers {
  ofSeries(dimension: string | null, series: string): readonly (readonly number[])[];
  ofAll(dimension: string | null): readonly (readonly number[])[];
  of(dimension: string | null, isOf: (series: string) => boolean): readonly (readonly number[])[];
}

function groupNumbers({ groups }: ChartAxis): GroupNumbers {
  const known = new Map<string | null, Map<string, number[][]>>();
  const bySeries = (dimension: string | null): Map<string, number[][]> => {
    const before = known.get(dimension);
    if (before !== undefined) return before;
    const found = new Map<string, number[][]>();
    for (const [index, rows] of groups.entries()) {
      for (const row of rows) {
        const value = measureOf(row, dimension);
        if (value === null) continue;
        let own = found.get(row.series);
        if (own === undefined) found.set(row.series, (own = groups.map(() => [])));
        own[index]?.push(value);
      }
    }
    known.set(dimension, found);
    return found;
  };
  const pick = (dimension: string | null, isOf: (series: string) => boolean): number[][] =>
    groups.map((rows) =>
      rows.flatMap((row) => {
        const value = isOf(row.series) ? measureOf(row, dimension) : null;
        return value === null ? [] : [value];
      }),
    );
  const whole = new Map<string | null, number[][]>();
  const ofAll = (dimension: string | null): number[][] => {
    const numbers = whole.get(dimension) ?? pick(dimension, () => true);
    whole.set(dimension, numbers);
    return numbers;
  };
  return { ofSeries: (dimension, series) => bySeries(dimension).get(series) ?? groups.map(() => []), ofAll, of: pick };
}

/** Which folds are honest: the sum of averages, lowest or highest values is no sum. */
function foldsFor(
  groups: readonly (readonly number[])[],
  { window }: ChartFacts,
  axis: ChartAxis,
  series: KeySource["series"],
): Fold[] {
  if (groups.every(({ length }) => length <= 1)) return ["as-is"];
  const folds: Fold[] = ["min", "max"];
  const { aggregation } = window;
  if (aggregation !== "avg" && aggregation !== "min" && aggregation !== "max") folds.unshift("sum");
  if (aggregation !== "avg") folds.push("avg");
  if (aggregation === "none") folds.push("count");
  // The last of several series at one time is none of them.
  if (axis.kind !== "positions" && (axis.kind === "series" || typeof series === "object")) folds.push("last");
  return folds;
}

function fits(
  config: ChartConfig,
  key: string,
  groups: readonly (readonly number[])[],
  { fold }: KeySource,
  { preferences, window }: ChartFacts,
  axis: ChartAxis,
): boolean {
  let before: number | null = null;
  let compared = 0;
  for (const [index, row] of config.chartData.entries()) {
    const cell = row[key] ?? null;
    const values = groups[index] ?? [];
    if (cell !== null && typeof cell !== "number") return false;
    if (values.length === 0) {
      const gap: number | null =
        axis.kind === "series" || axis.kind === "whole"
          ? null
          : preferences.gaps === "zero" || window.aggregation === "count"
            ? 0
            : preferences.gaps === "previous"
              ? before
              : null;
      if (cell !== gap) return false;
    } else {
      if (cell === null || !isSameNumber(cell, foldNumbers(values, fold))) return false;
      compared++;
    }
    before = cell ?? before;
  }
  return compared > 0;
}

/** What was made of several numbers has to be said, unless it is what the preferences ask for. */
function isSaid(config: ChartConfig, key: string, { fold }: KeySource, { window }: ChartFacts): boolean {
  if (fold === "as-is" || fold === window.aggregation || (fold === "sum" && window.aggregation === "count"))
    return true;
  return saysFold(config, key, fold);
}

function isNamedBy(
  source: KeySource,
  label: string,
  axis: ChartAxis,
  all: readonly string[],
  facts: ChartFacts,
): boolean {
  const dimensions = dimensionsOf(facts);
  const namedDimensions = dimensions.filter((name) => namesInText(label, name));
  const isSeriesName = all.some((name) => name !== "" && isSameName(label, toSafeText(name, 200)));
  if (source.dimension !== null && !namedDimensions.includes(source.dimension)) return false;
  if (source.dimension === null && !isSeriesName && namedDimensions.some((name) => isSameName(name, label)))
    return false;
  if (axis.kind === "series") return true;
  const exact = all.filter((name) => name !== "" && isSameName(label, toSafeText(name, 200)));
  const inLabel =
    exact.length > 0 ? exact : longestNames(all.filter((name) => namesInText(label, toSafeText(name, 200))));
  if (source.series === "rest") return inLabel.length === 0 && REST_LABEL.test(label);
  if (source.series === "all") return inLabel.length === 0;
  if (inLabel.length > 0) return inLabel.includes(source.series.name);
  return all.length === 1 || (source.series.name === "" && facts.names.some((name) => isSameName(name, label)));
}

/** Of names that contain each other, the ones that are contained in no other. */
function longestNames(names: readonly string[]): string[] {
  return names.filter((name) => !names.some((other) => other !== name && namesInText(other, name)));
}

function dimensionsOf({ preferences }: ChartFacts): readonly string[] {
  return preferences.dimensions;
}

/** The first number that is not the rows', in words. */
function mismatch(config: ChartConfig, key: string, { axis, all, numbers }: KeyContext): string {
  const label = keyLabel(config, key);
  const name = all.find((series) => isSameName(label, series)) ?? (all.length === 1 ? all[0] : undefined);
  const general = `${quote(label)} draws numbers that are neither the rows' own nor a sum, average, lowest, highest or last one of them that is called so.`;
  if (name === undefined) return general;
  const groups = axis.kind === "series" ? numbers.ofAll(null) : numbers.ofSeries(null, name);
  for (const [index, row] of config.chartData.entries()) {
    const values = groups[index] ?? [];
    const cell = row[key] ?? null;
    const expected = values.length === 1 ? (values[0] ?? null) : null;
    if (values.length > 1 || cell === expected || typeof cell === "string") continue;
    const place = quote(String(row[config.xAxisKey] ?? ""));
    return `${general} At ${place} it shows ${cell ?? "a gap"}, and the row holds ${expected ?? "nothing"}.`;
  }
  return general;
}

function sourceText(source: KeySource | undefined): string {
  if (source === undefined) return "unknown";
  const { series, dimension, fold } = source;
  const measure = dimension === null ? "the value" : `the dimension ${quote(dimension)}`;
  const of =
    series === "all" ? "all series" : series === "rest" ? "the other series" : `the series ${quote(series.name)}`;
  return `${fold === "as-is" ? "" : `${fold} of `}${measure} of ${of}`;
}

function quote(text: string): string {
  return JSON.stringify(toSafeText(text, 60));
}
