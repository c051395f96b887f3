import type { ShapeTimeFormat, TimeGranularity } from "../../shapes/time-format.js";
import type { GenericPath } from "../responses/generic-path.js";
import type { NumberStyle } from "./read-number.js";

/** Where a number stands and how it is written. */
export interface NumberPath {
  readonly path: GenericPath;
  readonly style: NumberStyle;
}

/** Where a time stands and how it is written. */
export interface TimePath {
  readonly path: GenericPath;
  readonly format: ShapeTimeFormat;
  readonly granularity: TimeGranularity;
  readonly isLocal: boolean;
  /** How parts of a millisecond are dropped from epochs. `lossless`: as if a number beyond 2^53 had kept its last digits. */
  readonly rounding: "floor" | "round" | "lossless";
}

/** What the values of points are read from. */
export type ValueReading =
  | { readonly kind: "path"; readonly number: NumberPath }
  /** Lines side by side: each column is a series of its own. */
  | { readonly kind: "columns"; readonly columns: readonly { readonly series: string; readonly number: NumberPath }[] }
  | { readonly kind: "count"; readonly list: GenericPath }
  /** How many different texts or numbers there are. */
  | { readonly kind: "distinct"; readonly path: GenericPath }
  | {
      readonly kind: "combined";
      readonly operation: "sum" | "difference" | "product" | "ratio";
      readonly numbers: readonly [NumberPath, NumberPath, ...NumberPath[]];
    }
  /** Milliseconds between two times. */
  | { readonly kind: "duration"; readonly from: TimePath; readonly to: TimePath };

export type TimePart = "year" | "quarter" | "month" | "week" | "day" | "hour";

/** What the times of points are read from. */
export type TimeReading =
  | { readonly kind: "fetch" }
  | { readonly kind: "path"; readonly time: TimePath }
  | { readonly kind: "parts"; readonly parts: Readonly<Partial<Record<TimePart, GenericPath>>> }
  | { readonly kind: "clock"; readonly date: TimePath; readonly clock: GenericPath };

export type Bucket = "own" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

export type SeriesReading =
  | { readonly kind: "constant"; readonly text: string }
  | { readonly kind: "path"; readonly paths: readonly GenericPath[]; readonly separator: string }
  /** Named by the columns of the value. */
  | { readonly kind: "columns" };

/** Keeps the records for which it holds. */
export interface Filter {
  readonly path: GenericPath;
  readonly test:
    | { readonly kind: "in" | "not-in"; readonly values: readonly (string | number | boolean)[] }
    | { readonly kind: "exists" | "missing" }
    | { readonly kind: "above" | "at-least" | "below" | "at-most"; readonly limit: number };
}

/** How the values of records with the same series and bucket become one. `only`: there is one. */
export type Aggregation =
  | "only"
  | "sum"
  | "avg"
  | "min"
  | "max"
  /** By the order of the response. */
  | "first"
  | "last"
  /** By their times. */
  | "earliest"
  | "latest";

/** Which records become points, and how: everything but the way in which values of one bucket are joined. */
export interface Reading {
  readonly value: ValueReading;
  readonly time: TimeReading;
  readonly bucket: Bucket;
  /** Where buckets of instants stand: at the instant at which they start in the zone, or at their date's UTC midnight. */
  readonly bucketForm: "instant" | "date";
  /** What tells which record of a fetch is the newest, where points have the time of the fetch. */
  readonly orderedBy: TimePath | null;
  readonly series: SeriesReading;
  readonly filters: readonly Filter[];
}

/** An explanation of points: what code does, whatever it looks like. */
export interface Plan extends Reading {
  readonly aggregation: Aggregation;
  /** By what values are multiplied. */
  readonly scale: number;
}

/** Paths that the times of points come from. */
export function timePaths(time: TimeReading): readonly GenericPath[] {
  switch (time.kind) {
    case "fetch":
      return [];
    case "path":
      return [time.time.path];
    case "parts":
      return Object.values(time.parts).filter((path) => path !== undefined);
    case "clock":
      return [time.date.path, time.clock];
  }
}

/** Paths that the values of points come from; for a count the list whose records are counted. */
export function valuePaths(value: ValueReading): readonly GenericPath[] {
  switch (value.kind) {
    case "path":
      return [value.number.path];
    case "columns":
      return value.columns.map(({ number }) => number.path);
    case "count":
      return [value.list];
    case "distinct":
      return [value.path];
    case "combined":
      return value.numbers.map(({ path }) => path);
    case "duration":
      return [value.from.path, value.to.path];
  }
}

/** Paths that the names of series come from. */
export function seriesPaths(series: SeriesReading): readonly GenericPath[] {
  return series.kind === "path" ? series.paths : [];
}

/** The path whose places are the records. */
export function driverOf(value: ValueReading): GenericPath | null {
  return valuePaths(value).reduce<GenericPath | null>(
    (deepest, path) => (deepest === null || path.wildcards > deepest.wildcards ? path : deepest),
    null,
  );
}
