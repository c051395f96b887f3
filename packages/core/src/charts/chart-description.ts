import { chartLimits } from "./chart-config.js";
import type { ChartAggregation, ChartPreferences } from "./chart-preferences.js";
import { rangeLabel } from "./chart-row.js";
import { toSafeText } from "./chart-text.js";
import type { ChartWindow } from "./chart-window.js";
import { dateRangeName } from "./date-range.js";

/** Series that a description names. */
const MAXIMUM_NAMES = 6;

const aggregationNames: Record<ChartAggregation, string> = {
  none: "every point",
  sum: "sum",
  avg: "average",
  min: "minimum",
  max: "maximum",
  count: "number of points",
  last: "last value",
};

/** Says what a chart shows: the metric, the range, the aggregation, the zone, and whatever was reduced or left out. */
export function chartDescription(input: {
  readonly metricDescription?: string | undefined;
  readonly preferences: ChartPreferences;
  readonly window: ChartWindow;
  readonly isEmpty: boolean;
  /** More sentences to append. */
  readonly notes: readonly string[];
}): string {
  const { preferences, window, isEmpty } = input;
  const range = dateRangeName(preferences.dateRange);
  const hasSpan = !isEmpty || preferences.dateRange !== "all";
  const zone = window.timeKind === "date" ? "calendar dates" : window.timezone;
  const facts = [hasSpan ? `${range} (${rangeLabel(window)})` : range, aggregationText(window), zone];
  const sentences = [sentence(toSafeText(input.metricDescription ?? "", 1_000)), `${facts.join(", ")}.`];
  if (isEmpty) sentences.push("No data in this range.");
  else if (window.reduced) sentences.push(reductionText(preferences, window));
  sentences.push(...selectionTexts(preferences), ...input.notes);
  return toSafeText(sentences.join(" "), chartLimits.descriptionLength);
}

/** What the x axis counts. */
export function positionAxisLabel(window: ChartWindow): string {
  if (window.boundaries === null) return window.timeKind === "date" ? "Date" : `Time (${window.timezone})`;
  if (window.bucket === "hour") return `Hour (${window.timezone})`;
  return window.bucket.charAt(0).toUpperCase() + window.bucket.slice(1);
}

/** What a number of the chart means, where the unit alone does not say it. */
export function valueAxisLabel(window: ChartWindow, unit: string | undefined): string | undefined {
  if (window.aggregation === "count") return "Count";
  const text = toSafeText(unit ?? "", 100);
  return text === "" ? undefined : text;
}

function aggregationText({ aggregation, bucket }: ChartWindow): string {
  if (aggregation === "none") return aggregationNames.none;
  return bucket === "range"
    ? `${aggregationNames[aggregation]} over the range`
    : `${aggregationNames[aggregation]} per ${bucket}`;
}

function reductionText(preferences: ChartPreferences, { bucket }: ChartWindow): string {
  const shown = bucket === "range" ? "over the whole range" : `per ${bucket}`;
  if (preferences.aggregation === "none")
    return `Averaged ${shown}, because there are too many points to draw each of them.`;
  return `Shown ${shown}, because there are too many buckets to draw one per ${preferences.bucket}.`;
}

/** Which series a reader does not see, because somebody chose so. */
function selectionTexts({ series, excludedSeries }: ChartPreferences): string[] {
  const texts: string[] = [];
  if (series !== null && series !== undefined) texts.push(`Only ${listText(series)}.`);
  if (excludedSeries !== null && excludedSeries !== undefined) texts.push(`Without ${listText(excludedSeries)}.`);
  return texts;
}

function listText(names: readonly string[]): string {
  const shown = names.slice(0, MAXIMUM_NAMES).map((name) => toSafeText(name, 60) || "the series without a name");
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
}

function sentence(text: string): string {
  return text === "" || /[.!?…]$/.test(text) ? text : `${text}.`;
}
