import type { ChartPreferences } from "../../charts/chart-preferences.js";
import { chartPreferencesSchema } from "../../charts/chart-preferences.js";
import type { ChartSettings } from "./chart-meaning.js";
import type { ChartWordsReading, KnownChart } from "./interpret-chart-words.js";
import { changeLines } from "./change-lines.js";
import { meaningReasons } from "./meaning-reasons.js";
import type { NameList } from "./name-lists.js";

export interface Meaning {
  readonly known: KnownChart;
  readonly settings: ChartSettings;
  readonly lists: readonly NameList[];
  /** True where the request compares: it needs two things to compare. */
  readonly isComparison: boolean;
}

/** The preferences that a meaning leads to, or why it leads to none. */
export function applyMeaning({ known, settings, lists, isComparison }: Meaning): ChartWordsReading {
  const { preferences } = known;
  const lines = changeLines({ known, settings, lists, isComparison });
  if (typeof lines === "string") return { outcome: "refused", reason: lines };
  const time = changeBuckets(preferences, settings);
  if (typeof time === "string") return { outcome: "refused", reason: time };
  const { chartType = preferences.chartType, replacedType, dateRange, gaps, stacked, timezone } = settings;
  if (replacedType !== undefined && (replacedType !== preferences.chartType || replacedType === chartType))
    return {
      outcome: "refused",
      reason: `It replaces a ${replacedType} chart, and the chart is a ${preferences.chartType} chart.`,
    };
  if (stacked === true && chartType !== "bar" && chartType !== "area")
    return {
      outcome: "refused",
      reason: `Only bars and areas can be stacked, and the chart is a ${chartType} chart: say which of both it is to be.`,
    };
  const changes = {
    ...lines,
    ...time,
    ...(settings.chartType === undefined ? {} : { chartType }),
    ...(dateRange === undefined ? {} : { dateRange }),
    ...(gaps === undefined ? {} : { gaps }),
    ...(stacked === undefined ? {} : { stacked }),
    ...(timezone === undefined ? {} : { timezone: zoneName(timezone) }),
  };
  if (Object.keys(changes).length === 0)
    return { outcome: "refused", reason: "It says nothing that could be changed." };
  const parsed = chartPreferencesSchema.safeParse({ ...preferences, ...changes });
  if (!parsed.success)
    return { outcome: "refused", reason: parsed.error.issues[0]?.message ?? "It asks for too much." };
  return { outcome: "preferences", preferences: parsed.data, reasons: meaningReasons(parsed.data, changes) };
}

/** What becomes of the points of a bucket, and how long buckets are: one does not say the other. */
function changeBuckets(
  preferences: ChartPreferences,
  { chartType = preferences.chartType, aggregation, bucket }: ChartSettings,
): Partial<Pick<ChartPreferences, "aggregation" | "bucket">> | string {
  if (aggregation === "none") {
    return bucket === undefined ? { aggregation } : `It asks for points as they are, and for one number per ${bucket}.`;
  }
  const isOneNumber = chartType !== "line" && chartType !== "bar" && chartType !== "area";
  if (bucket !== undefined) {
    if (aggregation !== undefined) return { aggregation, bucket };
    if (preferences.aggregation !== "none") return { bucket };
    return `It does not say which number stands for a ${bucket}: the sum, average, lowest, highest or last one, or the count.`;
  }
  if (aggregation === undefined) return {};
  if (isOneNumber) return aggregation === "last" ? { aggregation: "none" } : { aggregation, bucket: "range" };
  return preferences.aggregation === "none"
    ? "It does not say for how long a stretch each number stands: an hour, day, week, month, quarter or year."
    : { aggregation };
}

/** As the time zone database spells it, where that is the name asked for. */
function zoneName(zone: string): string {
  const resolved = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  return resolved.toLowerCase() === zone.toLowerCase() ? resolved : (aliasesInFullSpelling(zone) ?? zone);
}

function aliasesInFullSpelling(zone: string): string | null {
  if (/^(?:utc|gmt)$/i.test(zone)) return "UTC";
  return zone
    .split("/")
    .map((part) =>
      part.replace(/(^|[_-])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase()),
    )
    .join("/");
}
