import type { ChartConfig } from "@metricsmith/core/adapter";

/** One data key of a chart, as a column. */
export interface ChartColumn {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  /** One for each row; `null` is a gap. */
  readonly values: readonly (number | null)[];
}

/** A slice of a pie, or a ring of a radial chart. */
export interface ChartPart {
  readonly label: string;
  readonly color: string;
  readonly value: number;
  /** Share of the sum of all positive values, 0 to 1; 0 for negative values. */
  readonly ratio: number;
}

// Larger numbers would overflow while a scale subtracts them; no picture could tell them apart.
const DRAWABLE = 1e300;

/** What the rows say along the x axis. For rows of slices it is the label of the key that they name. */
export function rowLabels(config: ChartConfig): string[] {
  const isSliced = config.chartType === "pie" || config.chartType === "radial";
  return config.chartData.map((row) => {
    const x = String(row[config.xAxisKey] ?? "");
    return (isSliced ? styleOf(config, x)?.label : undefined) ?? x;
  });
}

/** The data keys as columns, in their order. */
export function chartColumns(config: ChartConfig): ChartColumn[] {
  return config.dataKeys.map((key) => {
    const style = styleOf(config, key);
    const values = config.chartData.map((row) => {
      const value = row[key];
      return typeof value === "number" ? Math.max(-DRAWABLE, Math.min(DRAWABLE, value)) : null;
    });
    return { key, label: style?.label ?? key, color: style?.color ?? "var(--chart-1)", values };
  });
}

/** The rows as parts of a whole: the first data key counts, rows without a number are left out. */
export function chartParts(config: ChartConfig): ChartPart[] {
  const values = chartColumns(config)[0]?.values ?? [];
  const total = values.reduce<number>((sum, value) => sum + Math.max(0, value ?? 0), 0);
  const labels = rowLabels(config);
  return values.flatMap((value, index): ChartPart[] => {
    if (value === null) return [];
    const ratio = total === 0 ? 0 : Math.max(0, value) / total;
    return [{ label: labels[index] ?? "", color: partColor(config, index), value, ratio }];
  });
}

/** The last number of a column with the one before it. */
export interface LatestNumber {
  readonly value: number;
  readonly label: string;
  readonly previous: { readonly value: number; readonly label: string } | null;
}

/** `null` when the column holds no number. */
export function latestNumber(values: readonly (number | null)[], labels: readonly string[]): LatestNumber | null {
  const filled = values.flatMap((value, index) => (value === null ? [] : [{ value, label: labels[index] ?? "" }]));
  const latest = filled.at(-1);
  return latest === undefined ? null : { ...latest, previous: filled.at(-2) ?? null };
}

function partColor(config: ChartConfig, index: number): string {
  const row = config.chartData[index];
  const fill = row?.["fill"];
  const key = typeof fill === "string" ? /^var\(--color-(.+)\)$/.exec(fill)?.[1] : undefined;
  if (typeof fill === "string" && key === undefined) return fill;
  return styleOf(config, key ?? String(row?.[config.xAxisKey] ?? ""))?.color ?? `var(--chart-${(index % 12) + 1})`;
}

function styleOf(config: ChartConfig, key: string): { label: string; color: string } | undefined {
  return Object.hasOwn(config.chartConfig, key) ? config.chartConfig[key] : undefined;
}
