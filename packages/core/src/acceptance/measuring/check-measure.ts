import type { AcceptanceCheck } from "../../transformers/acceptance-report.js";
import { matchAggregation } from "./match-aggregation.js";
import { matchBucket } from "./match-bucket.js";
import { matchFilters } from "./match-filters.js";
import { matchSeries } from "./match-series.js";
import { matchTime } from "./match-time.js";
import { matchUnit } from "./match-unit.js";
import { matchValue } from "./match-value.js";
import type { MeasureSubject } from "./measure-verdict.js";

/** Whether what points come from is what the metric declares to measure. Every part of the measure has to pass. */
export function checkMeasure(subject: MeasureSubject): AcceptanceCheck {
  const parts = {
    value: matchValue(subject),
    aggregation: matchAggregation(subject),
    unit: matchUnit(subject),
    time: matchTime(subject),
    per: matchBucket(subject),
    series: matchSeries(subject),
    filters: matchFilters(subject),
  };
  const all = Object.values(parts);
  const deciding = all.find(({ verdict }) => verdict === "fail") ?? all.find(({ verdict }) => verdict === "unknown");
  const verdict = deciding?.verdict ?? "pass";
  const evidence = Object.fromEntries(Object.entries(parts).map(([part, verdict]) => [part, verdict.verdict]));
  return {
    name: "measure",
    verdict,
    isNeeded: true,
    message: deciding?.message ?? `It is what the measure asks for. ${parts.value.message}`,
    evidence,
  };
}
