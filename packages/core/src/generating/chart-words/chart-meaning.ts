import type { ChartAggregation, ChartBucketSize, ChartGaps, ChartType } from "../../charts/chart-preferences.js";
import type { DateRange } from "../../charts/date-range.js";
import { canonicalJson, type JsonValue } from "../../util/json.js";

/** What words of a request settle. Absent: the request says nothing of it. */
export interface ChartSettings {
  readonly chartType?: ChartType;
  /** The kind of chart that is to be replaced, as in "bars instead of lines". */
  readonly replacedType?: ChartType;
  readonly dateRange?: DateRange;
  readonly aggregation?: ChartAggregation;
  readonly bucket?: ChartBucketSize;
  readonly gaps?: ChartGaps;
  readonly timezone?: string;
  readonly stacked?: boolean;
  readonly top?: number;
  readonly allSeries?: true;
}

const slotNames: Record<keyof ChartSettings, string> = {
  chartType: "kinds of chart",
  replacedType: "kinds of chart to replace",
  dateRange: "ranges of time",
  aggregation: "aggregations",
  bucket: "sizes of bucket",
  gaps: "ways to draw gaps",
  timezone: "time zones",
  stacked: "wishes about stacking",
  top: "numbers of series",
  allSeries: "wishes about series",
};

/** Both together, or in words what they contradict each other in. */
export function mergeSettings(known: ChartSettings, more: ChartSettings): ChartSettings | string {
  for (const [slot, value] of Object.entries(more) as [keyof ChartSettings, JsonValue][]) {
    const before = known[slot] as JsonValue | undefined;
    if (before !== undefined && canonicalJson(before) !== canonicalJson(value))
      return `It names two ${slotNames[slot]}.`;
  }
  return { ...known, ...more };
}
