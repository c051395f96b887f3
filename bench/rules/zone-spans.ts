import type { SandboxContext } from "@metricsmith/core";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEARS_BACK = 10;

/** Spans of constant offset of a zone in the ten years before a time and the year behind it, to the hour. */
export function zoneSpans(timezone: string, aroundMs: number): SandboxContext["offsets"] {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  const offsetAt = (ms: number): number => {
    const match = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(ms));
    return match === null ? 0 : (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  };
  const startMs = Math.floor(aroundMs / HOUR_MS) * HOUR_MS - YEARS_BACK * 365 * DAY_MS;
  const spans: { fromMs: number | null; offsetMinutes: number }[] = [
    { fromMs: null, offsetMinutes: offsetAt(startMs) },
  ];
  for (let day = startMs; day < aroundMs + 365 * DAY_MS; day += DAY_MS) {
    if (offsetAt(day) === offsetAt(day + DAY_MS)) continue;
    let at = day;
    while (offsetAt(at) === offsetAt(day)) at += HOUR_MS;
    spans.push({ fromMs: at, offsetMinutes: offsetAt(at) });
  }
  return spans;
}
