import { MetricsmithError } from "../errors/metricsmith-error.js";

/** How long something is kept: whole days from 1 to 36,500, such as `"90d"`, or `"forever"`. */
export type RetentionPeriod = `${number}d` | "forever";

/**
 * What `sweep` lets go. What is exactly as old as its limit stays, and nothing of a metric goes while a run works on it. An archived
 * body goes when no response refers to it any more, an hour after it was last put at the earliest.
 */
export interface RetentionOptions {
  /** Runs with their step logs, by the time they ended. An unfinished run always stays. @defaultValue "30d" */
  readonly runs?: RetentionPeriod | undefined;
  /**
   * Points that readers see, by their `timestamp`, of all metrics but snapshots. A saved chart shows them until it is drawn again. A
   * refresh whose response still has older points, and a hard refresh that finds them in archived responses, bring them back until the
   * next sweep.
   *
   * @defaultValue "forever"
   */
  readonly points?: RetentionPeriod | undefined;
  /**
   * Bodies of archived responses, by the time of their fetch. The response of the metric's last success and all behind it stay. No point
   * goes with its response: a hard refresh carries it over as it is, instead of making it anew. The records stay, without pages: they
   * tell with which parameters a point was fetched.
   *
   * @defaultValue "forever"
   */
  readonly payloads?: RetentionPeriod | undefined;
  /**
   * How many archived responses of failed runs stay for each metric, the newest ones, until `payloads` takes them; 0 to 10,000, or
   * `"forever"`. Counted are runs that failed before they had points to save. A response whose run is not stored any more does not
   * count as failed.
   *
   * @defaultValue 5
   */
  readonly failedPayloads?: number | "forever" | undefined;
}

/** `null` is forever. */
export interface Retention {
  readonly runsMs: number | null;
  readonly pointsMs: number | null;
  readonly payloadsMs: number | null;
  readonly failedPayloads: number | null;
}

const dayMs = 86_400_000;
const maximumDays = 36_500;
const maximumFailedPayloads = 10_000;

/** @throws {MetricsmithError} OPTION_INVALID naming the option */
export function resolveRetention(options: RetentionOptions | undefined): Retention {
  const given: unknown = options;
  if (given !== undefined && (typeof given !== "object" || given === null)) {
    throw invalid("retention", given, 'an object such as { runs: "30d" }');
  }
  const { runs = "30d", points = "forever", payloads = "forever", failedPayloads = 5 } = options ?? {};
  return {
    runsMs: periodMs("retention.runs", runs),
    pointsMs: periodMs("retention.points", points),
    payloadsMs: periodMs("retention.payloads", payloads),
    failedPayloads: countOf("retention.failedPayloads", failedPayloads),
  };
}

function periodMs(name: string, period: unknown): number | null {
  if (period === "forever") return null;
  const days = typeof period === "string" ? /^([1-9]\d*)d$/.exec(period)?.[1] : undefined;
  if (days !== undefined && Number(days) <= maximumDays) return Number(days) * dayMs;
  throw invalid(name, period, `whole days from "1d" to "${maximumDays}d", or "forever"`);
}

function countOf(name: string, count: unknown): number | null {
  if (count === "forever") return null;
  if (typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= maximumFailedPayloads) {
    return count;
  }
  throw invalid(name, count, `a whole number from 0 to ${maximumFailedPayloads}, or "forever"`);
}

function invalid(name: string, value: unknown, expected: string): MetricsmithError {
  const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
  return new MetricsmithError(`${name} is ${shown}; give ${expected}.`, {
    code: "OPTION_INVALID",
    details: { option: name },
  });
}
