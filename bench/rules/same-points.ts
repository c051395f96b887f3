import type { Case, CasePoint } from "./load-cases.js";

const TOLERANCE = 1e-9;

/**
 * Whether points are the expected ones: the same series and times, and values within a relative tolerance of 1e-9.
 *
 * A day, week or month cut in the metric's zone is a date of the calendar, and is stored as its UTC midnight. Some cases write
 * its start in that zone instead; both name the same bucket, so they agree, and `isDateForDay` says so.
 */
export function samePoints(made: readonly CasePoint[], item: Case): { isSame: boolean; isDateForDay: boolean } {
  const { expected, metric } = item;
  if (agree(made, expected)) return { isSame: true, isDateForDay: false };
  const areStarts = metric.timezone !== "UTC" && metric.measure.per !== undefined && expected.length > 0;
  if (!areStarts || !expected.every(({ timestamp }) => localClock(timestamp, metric.timezone) === "00:00:00")) {
    return { isSame: false, isDateForDay: false };
  }
  const dates = expected.map((point) => ({ ...point, timestamp: localMidnight(point.timestamp, metric.timezone) }));
  return agree(made, dates) ? { isSame: true, isDateForDay: true } : { isSame: false, isDateForDay: false };
}

function agree(made: readonly CasePoint[], expected: readonly CasePoint[]): boolean {
  if (made.length !== expected.length) return false;
  const values = new Map(expected.map((point) => [keyOf(point), point.value]));
  if (values.size !== expected.length || new Set(made.map(keyOf)).size !== made.length) return false;
  return made.every((point) => {
    const value = values.get(keyOf(point));
    return (
      value !== undefined &&
      Math.abs(value - point.value) <= TOLERANCE * Math.max(Math.abs(value), Math.abs(point.value))
    );
  });
}

function keyOf({ timestamp, series = "" }: CasePoint): string {
  return `${new Date(timestamp).toISOString()} ${series}`;
}

function localClock(timestamp: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" }).format(new Date(timestamp));
}

function localMidnight(timestamp: string, timeZone: string): string {
  const date = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(new Date(timestamp));
  return `${date}T00:00:00.000Z`;
}
