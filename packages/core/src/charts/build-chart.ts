import { chartColor } from "./chart-color.js";
import { chartLimits, type ChartConfig, type ChartDataRow } from "./chart-config.js";
import { chartDescription, positionAxisLabel, valueAxisLabel } from "./chart-description.js";
import { chartLines, type ChartLine, type ChartLines, drawnMeasures, fillGaps, lastNumber } from "./chart-lines.js";
import type { ChartPreferences } from "./chart-preferences.js";
import type { ChartRow } from "./chart-row.js";
import { chartSlices, type ChartSlices } from "./chart-slices.js";
import { toSafeText } from "./chart-text.js";
import type { ChartWindow } from "./chart-window.js";
import { safeDataKeys } from "./safe-data-keys.js";

export interface BuildChartInput {
  readonly rows: readonly ChartRow[];
  readonly preferences: ChartPreferences;
  readonly window: ChartWindow;
  readonly metric: {
    readonly name: string;
    readonly description?: string | undefined;
    readonly unit?: string | undefined;
  };
  readonly chart: { readonly name: string };
}

type DrawnPart = Pick<ChartConfig, "chartData" | "chartConfig" | "xAxisKey" | "dataKeys">;

const POSITION_KEY = "date";
const NAME_KEY = "name";
const VALUE_KEY = "value";

/**
 * The built-in chart: rows and preferences as a chart config. The same input gives the same config, and every config it
 * gives passes `parseChartConfig` as long as the window kept to its limits.
 *
 * - `line`, `bar`, `area`, `kpi`: a row a position in time, ascending; a data key for each series and dimension. A `kpi`
 *   shows the last number of a data key, compared with the one before.
 * - `pie`, `radial`: a row a slice. Slices are series by descending value, or the buckets of a single series in time order.
 *   At most 12: the smallest are summed up as "Other".
 * - `radar`: an axis a position in time, or an axis a series when the window is one single bucket.
 */
export function buildChart(input: BuildChartInput): ChartConfig {
  const { preferences, window, metric, chart, rows } = input;
  const { chartType } = preferences;
  const content = chartLines(rows, window, preferences);
  const isEmpty = content.lines.length === 0;
  const isSliced = chartType === "pie" || chartType === "radial";
  const slices = isSliced ? chartSlices(content, window, (line) => lineName(line, content, metric.name)) : null;
  const part =
    slices !== null
      ? sliceRows(slices, input)
      : chartType === "radar" && window.bucket === "range"
        ? seriesRows(content, input)
        : positionRows(content, input);
  const notes = [...(slices?.notes ?? []), ...omissionNotes(content)];
  const yAxisLabel = valueAxisLabel(window, metric.unit);
  const title = toSafeText(chart.name, chartLimits.titleLength) || nameOrDefault(metric.name);
  return {
    chartType,
    ...(isEmpty ? emptyPart(input, part.xAxisKey) : part),
    title,
    description: chartDescription({ metricDescription: metric.description, preferences, window, isEmpty, notes }),
    ...(part.xAxisKey === POSITION_KEY ? { xAxisLabel: positionAxisLabel(window) } : {}),
    ...(yAxisLabel === undefined ? {} : { yAxisLabel }),
    showLegend: !isEmpty && (isSliced || part.dataKeys.length > 1),
    showTooltip: true,
    ...(preferences.stacked === true && (chartType === "bar" || chartType === "area") ? { stacked: true } : {}),
  };
}

function positionRows(content: ChartLines, { preferences, window, metric }: BuildChartInput): DrawnPart {
  const names = uniqueNames(content.lines.map((line) => lineName(line, content, metric.name)));
  const keys = safeDataKeys(names, [POSITION_KEY, "fill"]);
  const columns = content.lines.map((line, index) => ({
    key: keys.get(names[index] ?? "") ?? VALUE_KEY,
    name: names[index] ?? "",
    values: fillGaps(line.values, preferences.gaps, window.aggregation),
  }));
  const chartData = content.labels.map((text, position) => {
    const row: ChartDataRow = { [POSITION_KEY]: text };
    for (const { key, values } of columns) row[key] = numberOrGap(values[position]);
    return row;
  });
  return { chartData, chartConfig: styles(columns), xAxisKey: POSITION_KEY, dataKeys: columns.map(({ key }) => key) };
}

function sliceRows({ slices }: ChartSlices, { metric, window }: BuildChartInput): DrawnPart {
  const names = uniqueNames(slices.map(({ name }) => name));
  const keys = safeDataKeys(names, [NAME_KEY, VALUE_KEY, "fill"]);
  const entries = slices.map(({ value }, index) => {
    const name = names[index] ?? "";
    return { name, value, key: keys.get(name) ?? VALUE_KEY };
  });
  return {
    chartData: entries.map(({ key, value }) => ({
      [NAME_KEY]: key,
      [VALUE_KEY]: numberOrGap(value),
      fill: `var(--color-${key})`,
    })),
    chartConfig: { [VALUE_KEY]: { label: valueName(window, metric), color: chartColor(0) }, ...styles(entries) },
    xAxisKey: NAME_KEY,
    dataKeys: [VALUE_KEY],
  };
}

/** A row a series, a data key for the value and for each dimension. */
function seriesRows(content: ChartLines, { metric, preferences, window }: BuildChartInput): DrawnPart {
  const measures = drawnMeasures(preferences).filter((measure) =>
    content.lines.some((line) => line.dimension === measure),
  );
  const names = uniqueNames(measures.map((measure) => (measure === null ? valueName(window, metric) : measure)));
  const keys = safeDataKeys(names, [NAME_KEY, "fill"]);
  const columns = measures.map((measure, index) => ({
    measure,
    name: names[index] ?? "",
    key: keys.get(names[index] ?? "") ?? VALUE_KEY,
  }));
  const series = [...new Set(content.lines.map((line) => line.series))];
  const rowNames = uniqueNames(series.map((name) => label(name) || nameOrDefault(metric.name)));
  const chartData = series.map((name, index) => {
    const row: ChartDataRow = { [NAME_KEY]: rowNames[index] ?? "" };
    for (const { measure, key } of columns) {
      const line = content.lines.find((candidate) => candidate.series === name && candidate.dimension === measure);
      row[key] = numberOrGap(lastNumber(line?.values ?? []));
    }
    return row;
  });
  return { chartData, chartConfig: styles(columns), xAxisKey: NAME_KEY, dataKeys: columns.map(({ key }) => key) };
}

function emptyPart({ metric }: BuildChartInput, xAxisKey: string): DrawnPart {
  return {
    chartData: [],
    chartConfig: { [VALUE_KEY]: { label: nameOrDefault(metric.name), color: chartColor(0) } },
    xAxisKey,
    dataKeys: [VALUE_KEY],
  };
}

function styles(columns: readonly { key: string; name: string }[]): ChartConfig["chartConfig"] {
  return Object.fromEntries(columns.map(({ key, name }, index) => [key, { label: name, color: chartColor(index) }]));
}

/** Series and dimension, as far as they are needed to tell the lines apart. */
function lineName(line: ChartLine, { lines, omittedSeries }: ChartLines, metricName: string): string {
  const seriesName = label(line.series) || nameOrDefault(metricName);
  if (line.dimension === null) return seriesName;
  const isOnlySeries = omittedSeries === 0 && lines.every(({ series }) => series === line.series);
  return label(isOnlySeries ? line.dimension : `${seriesName} – ${line.dimension}`) || "Dimension";
}

function valueName(window: ChartWindow, metric: BuildChartInput["metric"]): string {
  return valueAxisLabel(window, metric.unit) ?? nameOrDefault(metric.name);
}

function omissionNotes({ lines, omittedLines, omittedSeries }: ChartLines): string[] {
  const notes: string[] = [];
  if (omittedSeries > 0) {
    const shown = new Set(lines.map(({ series }) => series)).size;
    notes.push(`Only the ${shown} largest of ${shown + omittedSeries} series are shown.`);
  }
  if (omittedLines > 0)
    notes.push(`Only the ${lines.length} largest of ${lines.length + omittedLines} lines are shown.`);
  return notes;
}

/** Numbers the second and later holders of a name, so that two lines never share a label. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let suffix = 2; taken.has(unique); suffix++)
      unique = `${toSafeText(name, chartLimits.labelLength - 8)} (${suffix})`;
    taken.add(unique);
    return unique;
  });
}

function nameOrDefault(metricName: string): string {
  return label(metricName) || "Value";
}

function label(text: string): string {
  return toSafeText(text, chartLimits.labelLength);
}

/** Sums may overflow; -0 would be read as a decrease. */
function numberOrGap(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : value + 0;
}
