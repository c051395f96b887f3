import type { ChartAggregation, ChartGaps, ChartPreferences, ChartType } from "../../charts/chart-preferences.js";
import { dateRangeName } from "../../charts/date-range.js";

const typeNames: Record<ChartType, string> = {
  line: "a line chart",
  bar: "a bar chart",
  area: "an area chart",
  pie: "a pie chart",
  radar: "a radar chart",
  radial: "a radial chart",
  kpi: "a single number",
};
const aggregationNames: Record<ChartAggregation, string> = {
  none: "every point",
  sum: "the sum",
  avg: "the average",
  min: "the lowest value",
  max: "the highest value",
  count: "the number of points",
  last: "the last value",
};
const gapNames: Record<ChartGaps, string> = {
  zero: "Gaps are drawn as zero.",
  null: "Gaps stay open.",
  previous: "Gaps show the value before them.",
};

/** Sentences that say how a request was read. */
export function meaningReasons(preferences: ChartPreferences, changes: Partial<ChartPreferences>): string[] {
  const { series, excludedSeries, dimensions, showsValue, top, aggregation, bucket } = preferences;
  const reasons: string[] = [];
  if (changes.chartType !== undefined) reasons.push(`It is drawn as ${typeNames[changes.chartType]}.`);
  if (changes.stacked !== undefined) reasons.push(changes.stacked ? "It is stacked." : "It is not stacked.");
  if (changes.aggregation !== undefined || changes.bucket !== undefined) {
    const each = bucket === "range" ? "over the whole range" : `per ${bucket}`;
    reasons.push(
      aggregation === "none" ? "Every point is drawn." : `It shows ${aggregationNames[aggregation]} ${each}.`,
    );
  }
  if (changes.dateRange !== undefined) reasons.push(`Its range: ${dateRangeName(changes.dateRange)}.`);
  if (changes.timezone !== undefined) reasons.push(`Its time zone: ${changes.timezone}.`);
  if (changes.gaps !== undefined) reasons.push(gapNames[changes.gaps]);
  if (changes.series !== undefined)
    reasons.push(
      series === null || series === undefined ? "It shows all series." : `It shows only ${series.join(", ")}.`,
    );
  if (changes.excludedSeries !== undefined && excludedSeries !== null && excludedSeries !== undefined)
    reasons.push(`It leaves out ${excludedSeries.join(", ")}.`);
  if (changes.dimensions !== undefined || changes.showsValue !== undefined)
    reasons.push(
      dimensions.length === 0
        ? "It shows the value alone."
        : `It shows ${[...(showsValue === false ? [] : ["the value"]), ...dimensions].join(", ")}.`,
    );
  if (changes.top !== undefined)
    reasons.push(top === null || top === undefined ? "It shows every series." : `It shows the ${top} largest series.`);
  return reasons;
}
