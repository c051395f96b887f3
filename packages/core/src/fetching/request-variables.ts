import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { JsonObject } from "../util/json.js";
import { isTimeZone, localParts } from "../util/time-zone.js";

export interface RequestVariablesInput {
  /** When the run started: the same for every request of a run. */
  readonly now: Date;
  /** IANA name of the metric's time zone, in which `date` and its parts are read. */
  readonly timezone: string;
  /** The host's readable name of the organization, or its id. */
  readonly organizationSlug: string;
  /** Names the host's deployment, such as `production`. */
  readonly env: string;
  readonly runId: string;
  /** The host's own variables, beside the built-in ones. */
  readonly hostVariables?: JsonObject | undefined;
}

/**
 * What `{{name}}` stands for in the requests of one run: `org_slug`, `env`, `run_id`, `timezone`, `date` and `yesterday`
 * (`2026-03-01`), `year`, `month` and `day` (zero-padded texts), and the host's own.
 *
 * @throws {MetricsmithError} OPTION_INVALID when a host variable has a built-in name or the time zone is unknown
 */
export function requestVariables(input: RequestVariablesInput): JsonObject {
  const { year, month, day } = calendarDate(input.now, input.timezone);
  const builtIn = {
    org_slug: input.organizationSlug,
    env: input.env,
    date: `${year}-${month}-${day}`,
    yesterday: dayBefore(year, month, day),
    year,
    month,
    day,
    run_id: input.runId,
    timezone: input.timezone,
  };
  const taken = Object.keys(input.hostVariables ?? {}).find((name) => Object.hasOwn(builtIn, name));
  if (taken !== undefined) {
    throw new MetricsmithError(`Variable ${taken} is built in. Choose another name for the host's own.`, {
      code: "OPTION_INVALID",
      details: { name: taken },
    });
  }
  return { ...input.hostVariables, ...builtIn };
}

function calendarDate(now: Date, timezone: string): { year: string; month: string; day: string } {
  if (!isTimeZone(timezone)) {
    throw new MetricsmithError(`Time zone ${timezone} is unknown. Use an IANA name such as Europe/Berlin.`, {
      code: "OPTION_INVALID",
      details: { timezone },
    });
  }
  const { year, month, day } = localParts(timezone, now.getTime());
  const padded = (part: number, length: number) => String(part).padStart(length, "0");
  return { year: padded(year, 4), month: padded(month, 2), day: padded(day, 2) };
}

/** Counts calendar days, not 24 hours: a day of a time zone may have 23 or 25. */
function dayBefore(year: string, month: string, day: string): string {
  return new Date(Date.parse(`${year}-${month}-${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
