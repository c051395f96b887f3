import type { Scalar } from "../responses/find-columns.js";
import type { Address, GenericPath } from "../responses/generic-path.js";
import type { ResponseCells } from "../responses/response-cells.js";
import { bucketOfDate, bucketOfInstant } from "./bucket-start.js";
import { driverOf, type Filter, type Reading, type SeriesReading, type ValueReading } from "./plan.js";
import { readNumber } from "./read-number.js";
import { readTimeOf, type ReadTimeContext } from "./read-time-of.js";

/** The records that make one point. */
export interface RecordGroup {
  readonly series: string;
  /** Start of the bucket, epoch milliseconds. */
  readonly ms: number;
  /** In the order of the response. */
  readonly values: number[];
  /** Times of the records. */
  readonly instants: number[];
  /** Where they stand. */
  readonly addresses: Address[];
}

export type EvaluationContext = ReadTimeContext;

/** Key of a point: its time and series. */
export function pointKey(ms: number, series: string): string {
  return `${Math.round(ms)} ${series}`;
}

/** The records of a response by the point that they belong to. Records without time or value belong to none. */
export function readGroups(
  reading: Reading,
  cells: ResponseCells,
  context: EvaluationContext,
): ReadonlyMap<string, RecordGroup> {
  const groups = new Map<string, RecordGroup>();
  for (const part of splitColumns(reading)) collect(part, cells, context, groups);
  return groups;
}

function splitColumns(reading: Reading): Reading[] {
  if (reading.value.kind !== "columns") return [reading];
  return reading.value.columns.map(({ series, number }) => ({
    ...reading,
    value: { kind: "path", number },
    series: reading.series.kind === "columns" ? { kind: "constant", text: series } : reading.series,
  }));
}

function collect(
  reading: Reading,
  cells: ResponseCells,
  context: EvaluationContext,
  groups: Map<string, RecordGroup>,
): void {
  const driver = driverOf(reading.value);
  if (driver === null) return;
  const timeOf = readTimeOf(reading.time, cells, context);
  const instantOf =
    reading.orderedBy === null ? null : readTimeOf({ kind: "path", time: reading.orderedBy }, cells, context);
  const valueOf = readValue(reading.value, cells, context);
  const seriesOf = readSeries(reading.series, cells);
  const isKept = readFilters(reading.filters, cells);
  const distinct = reading.value.kind === "distinct" ? cells.lookUp(reading.value.path) : null;
  const seen = new Map<string, Set<Scalar | undefined>>();
  for (const address of placesOf(reading.value, driver, cells)) {
    if (!isKept(address)) continue;
    const time = timeOf(address);
    const value = valueOf(address);
    if (time === null || value === null) continue;
    const ms =
      reading.time.kind === "fetch" || reading.bucket === "own"
        ? time.ms
        : time.isDate
          ? bucketOfDate(time.ms, reading.bucket)
          : bucketOfInstant(time.ms, reading.bucket, context.zone, reading.bucketForm);
    const instant = instantOf === null ? time : instantOf(address);
    if (instant === null) continue;
    const series = seriesOf(address);
    const key = pointKey(ms, series);
    if (distinct !== null) {
      const known = seen.get(key) ?? new Set();
      seen.set(key, known);
      const item = distinct(address);
      if (known.has(item)) continue;
      known.add(item);
    }
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, { series, ms, values: [value], instants: [instant.ms], addresses: [address] });
    else {
      group.values.push(value);
      group.instants.push(instant.ms);
      group.addresses.push(address);
    }
  }
}

function placesOf(value: ValueReading, driver: GenericPath, cells: ResponseCells): readonly Address[] {
  return value.kind === "count" ? cells.places(driver) : cells.cells(driver).map(({ address }) => address);
}

function readValue(
  value: ValueReading,
  cells: ResponseCells,
  context: EvaluationContext,
): (address: Address) => number | null {
  switch (value.kind) {
    case "path": {
      const find = cells.lookUp(value.number.path);
      return (address) => readNumber(find(address), value.number.style);
    }
    case "count":
      return () => 1;
    case "distinct": {
      const find = cells.lookUp(value.path);
      return (address) => (find(address) === null || find(address) === undefined ? null : 1);
    }
    case "combined": {
      const readers = value.numbers.map(({ path, style }) => ({ find: cells.lookUp(path), style }));
      return (address) => {
        const numbers = readers.map(({ find, style }) => readNumber(find(address), style));
        return numbers.some((number) => number === null) ? null : combine(value.operation, numbers as number[]);
      };
    }
    case "duration": {
      const from = readTimeOf({ kind: "path", time: value.from }, cells, context);
      const to = readTimeOf({ kind: "path", time: value.to }, cells, context);
      return (address) => {
        const [start, end] = [from(address), to(address)];
        return start === null || end === null ? null : end.ms - start.ms;
      };
    }
    case "columns":
      return () => null;
  }
}

function combine(operation: "sum" | "difference" | "product" | "ratio", numbers: readonly number[]): number | null {
  const [first = 0, ...others] = numbers;
  switch (operation) {
    case "sum":
      return others.reduce((sum, number) => sum + number, first);
    case "difference":
      return others.reduce((rest, number) => rest - number, first);
    case "product":
      return others.reduce((product, number) => product * number, first);
    case "ratio": {
      const quotient = others.reduce((rest, number) => rest / number, first);
      return Number.isFinite(quotient) ? quotient : null;
    }
  }
}

function readSeries(series: SeriesReading, cells: ResponseCells): (address: Address) => string {
  if (series.kind === "constant") return () => series.text;
  if (series.kind === "columns") return () => "";
  const finds = series.paths.map((path) => cells.lookUp(path));
  return (address) => finds.map((find) => String(find(address) ?? "")).join(series.separator);
}

function readFilters(filters: readonly Filter[], cells: ResponseCells): (address: Address) => boolean {
  const tests = filters.map(({ path, test }) => ({ find: cells.lookUp(path), test }));
  return (address) => tests.every(({ find, test }) => isMet(find(address), test));
}

function isMet(value: Scalar | undefined, test: Filter["test"]): boolean {
  switch (test.kind) {
    case "in":
      return value !== null && value !== undefined && test.values.includes(value);
    case "not-in":
      return value === null || value === undefined || !test.values.includes(value);
    case "exists":
      return value !== null && value !== undefined && value !== "";
    case "missing":
      return value === null || value === undefined || value === "";
    case "above":
    case "at-least":
    case "below":
    case "at-most": {
      const number = readNumber(value, "plain");
      if (number === null) return false;
      if (test.kind === "above") return number > test.limit;
      if (test.kind === "below") return number < test.limit;
      return test.kind === "at-least" ? number >= test.limit : number <= test.limit;
    }
  }
}
