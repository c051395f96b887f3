import { scalarText } from "./scalar-text.js";
import type { JsonValue } from "../../util/json.js";
import { readField } from "./field-reference.js";
import type { Plan } from "./plan.js";
import { isMissing, numberIn } from "./read-numbers.js";

/** What a plan makes of all records, found without running its code. */
export interface Evaluation {
  readonly records: number;
  /** Records that the filter keeps. */
  readonly kept: number;
  /** Points before they are grouped. */
  readonly points: readonly EvaluatedPoint[];
  readonly withoutTime: number;
  readonly withoutValue: number;
  /** The first point whose series and time another one has; `null` when there is none. */
  readonly duplicate: EvaluatedPoint | null;
  /** A sentence about the first thing that cannot be read; `null` when everything can. */
  readonly problem: string | null;
}

export interface EvaluatedPoint {
  readonly series: string;
  /** Epoch milliseconds; `null` for gauges. */
  readonly timeMs: number | null;
  readonly value: number;
}

/** Reads all records as the plan says. */
export function evaluatePlan(plan: Plan, body: JsonValue): Evaluation {
  const points: EvaluatedPoint[] = [];
  const seen = new Set<string>();
  let duplicate: EvaluatedPoint | null = null;
  let problem: string | null = null;
  let [kept, withoutTime, withoutValue] = [0, 0, 0];
  const missing = new Set(plan.value.kind === "count" ? [] : plan.value.missing);

  const numberOf = (value: JsonValue | undefined, path: string): number | null => {
    if (isMissing(value) || (typeof value === "string" && missing.has(value))) return null;
    const number = numberIn(value);
    if (number === null) problem ??= `${path} holds ${JSON.stringify(value)?.slice(0, 60)}, which is not a number.`;
    else if (Number.isInteger(number) && !Number.isSafeInteger(number))
      problem ??= `${path} holds whole numbers beyond 2^53, which lose digits.`;
    return number;
  };

  for (const placed of plan.view.records) {
    const isKept = plan.filter.every(({ field, equals }) => readField(field.reference, placed, body) === equals);
    if (!isKept) continue;
    kept += 1;
    const timeMs = plan.time === null ? null : plan.time.read(placed, body);
    if (plan.time !== null && timeMs === null) {
      withoutTime += 1;
      continue;
    }
    if (timeMs !== null && Number.isNaN(timeMs)) {
      problem ??= `${plan.time?.fields[0]?.generic ?? "The time"} is not a time in every record.`;
      continue;
    }
    const found = valuesOf(plan, (reference, path) => numberOf(readField(reference, placed, body), path));
    if (found.length === 0) withoutValue += 1;
    for (const [name, value] of found) {
      const series = name ?? (plan.series === null ? "" : textOf(readField(plan.series.reference, placed, body)));
      const point = { series, timeMs, value };
      points.push(point);
      const key = `${timeMs}|${series}`;
      if (seen.has(key)) duplicate ??= point;
      else seen.add(key);
    }
  }
  return { records: plan.view.records.length, kept, points, withoutTime, withoutValue, duplicate, problem };
}

type Read = (reference: Parameters<typeof readField>[0], path: string) => number | null;

/** Values with the name of their line; `null` where the plan's series names it. */
function valuesOf({ value }: Plan, read: Read): [string | null, number][] {
  if (value.kind === "count") return [[null, 1]];
  if (value.kind === "field") {
    const number = read(value.field.reference, value.field.generic);
    return number === null ? [] : [[null, number * (value.scale?.scale ?? 1)]];
  }
  return value.columns.flatMap(({ name, field }): [string, number][] => {
    const number = read(field.reference, field.generic);
    return number === null ? [] : [[name, number]];
  });
}

function textOf(value: JsonValue | undefined): string {
  return isMissing(value) ? "" : scalarText(value);
}
