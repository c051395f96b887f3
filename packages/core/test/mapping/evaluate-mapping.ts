import type { MetricKind } from "../../src/metrics/metric.js";
import { parseMapping } from "../../src/transformers/mapping.js";
import { compileMapping } from "../../src/generating/mapping/compile-mapping.js";

/** `context.fetchedAt` of every evaluation. */
export const fetchedAt = new Date("2026-03-10T12:00:00Z");

/** A point as compiled code returns it. */
export interface CompiledPoint {
  timestamp: unknown;
  value: number;
  series?: string;
  dimensions?: Record<string, unknown>;
}

/** Runs compiled code here instead of in a sandbox; local times come from the platform's time zone database. */
export function evaluateCode(code: string, response: unknown, timezone = "UTC"): CompiledPoint[] {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const local = (timestamp: number) => {
    const parts = Object.fromEntries(format.formatToParts(timestamp).map(({ type, value }) => [type, Number(value)]));
    return {
      year: parts["year"],
      month: parts["month"],
      day: parts["day"],
      hour: parts["hour"],
      minute: parts["minute"],
    };
  };
  // oxlint-disable-next-line typescript/no-implied-eval -- the compiler's own output is what is tested
  const transform = new Function(`${code.replace("export function", "function")}\nreturn transform;`)() as (
    ...parameters: unknown[]
  ) => CompiledPoint[];
  return transform(response, {}, { fetchedAt, timezone, local });
}

/** What the code compiled from a mapping makes of a response. */
export function pointsOf(mapping: object, response: unknown, timezone?: string): CompiledPoint[] {
  const parsed = parseMapping(mapping);
  const kind: MetricKind = parsed.time === undefined ? "gauge" : "history";
  return evaluateCode(compileMapping(parsed, { kind }), response, timezone);
}

/** The least of a mapping: items of the response with a value `v`. */
export const values = { records: "", value: { path: "v" } };
/** Only the values of the points, of a mapping that extends `values`. */
export const valuesOf = (mapping: object, response: unknown, timezone?: string) =>
  pointsOf({ ...values, ...mapping }, response, timezone).map((point) => point.value);
