import { z } from "zod";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { isSafeColor } from "./chart-color.js";
import { chartTypeSchema } from "./chart-preferences.js";
import { isSafeText } from "./chart-text.js";
import { isSafeDataKey } from "./safe-data-keys.js";

/** Sizes that no chart config may exceed. */
export const chartLimits = {
  rows: 5_000,
  keys: 256,
  titleLength: 200,
  descriptionLength: 2_000,
  labelLength: 200,
  cellLength: 200,
} as const;

/** One row of a chart: its place on the x axis under `xAxisKey`, and a number or a gap for each data key. */
export type ChartDataRow = Record<string, string | number | null>;

const dataKeySchema = z.string().refine(isSafeDataKey, {
  error:
    "not a safe key; use 1 to 64 letters, digits, _ or -, starting with a letter or _, and put other names in `label`",
});

const colorSchema = z.string().refine(isSafeColor, {
  error:
    "not an allowed colour; use var(--chart-1) to var(--chart-12), #hex, a CSS colour name, or rgb(), hsl() or oklch() with plain numbers",
});

function textSchema(maximumLength: number) {
  return z.string().max(maximumLength).refine(isSafeText, {
    error: "holds control characters or characters that reorder text; remove them",
  });
}

const seriesStyleSchema = z.object({ label: textSchema(chartLimits.labelLength), color: colorSchema });

const seriesStylesSchema = z
  .record(dataKeySchema, seriesStyleSchema)
  .refine((styles) => Object.keys(styles).length <= chartLimits.keys, {
    error: `has more than ${chartLimits.keys} keys; leave some out`,
  });

const chartDataSchema = z
  .array(z.unknown())
  .max(chartLimits.rows, { error: `has more than ${chartLimits.rows} rows; aggregate into larger buckets` })
  .transform((rows, context): ChartDataRow[] => {
    const clean: ChartDataRow[] = [];
    for (const [index, row] of rows.entries()) {
      const problem = copyRow(row, clean);
      if (problem === null) continue;
      context.addIssue({
        code: "custom",
        message: problem.message,
        path: problem.key === null ? [index] : [index, problem.key],
      });
      return z.NEVER;
    }
    return clean;
  });

/**
 * What a chart shows, in the shape that shadcn/ui charts and Recharts read. Safe to write into a page: keys are CSS
 * identifiers, colours are allow-listed, texts hold no control characters, sizes are capped. Unknown keys are dropped.
 */
export const chartConfigSchema = z
  .object({
    chartType: chartTypeSchema,
    /** For `pie` and `radial`: a row a slice, with `fill: "var(--color-KEY)"` and its KEY of `chartConfig` as x. */
    chartData: chartDataSchema,
    chartConfig: seriesStylesSchema,
    xAxisKey: dataKeySchema,
    dataKeys: z
      .array(dataKeySchema)
      .min(1, { error: "names no column; name at least one key of `chartConfig`" })
      .max(chartLimits.keys),
    title: textSchema(chartLimits.titleLength),
    description: textSchema(chartLimits.descriptionLength).optional(),
    xAxisLabel: textSchema(chartLimits.labelLength).optional(),
    yAxisLabel: textSchema(chartLimits.labelLength).optional(),
    showLegend: z.boolean().optional(),
    showTooltip: z.boolean().optional(),
    stacked: z.boolean().optional(),
  })
  .superRefine((config, context) => {
    for (const { path, message } of columnProblems(config)) context.addIssue({ code: "custom", path, message });
  });

export type ChartConfig = z.infer<typeof chartConfigSchema>;

/**
 * The value as a chart config, without its unknown keys.
 * @throws {MetricsmithError} CHART_CONFIG_INVALID naming the first offending path and what to do about it.
 */
export function parseChartConfig(value: unknown): ChartConfig {
  const parsed = chartConfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue === undefined || issue.path.length === 0 ? "the config" : issue.path.map(String).join(".");
  const reason =
    issue?.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : (issue?.message ?? "unreadable");
  throw new MetricsmithError(`Chart config is invalid: ${shownPath(path)}: ${reason}.`, {
    code: "CHART_CONFIG_INVALID",
    details: { path: shownPath(path), problems: parsed.error.issues.length },
    cause: parsed.error,
  });
}

function shownPath(path: string): string {
  return path.replace(/[^\w. -]/g, "?").slice(0, 120);
}

/** Appends a checked copy of the row, or says what is wrong with it. */
function copyRow(row: unknown, target: ChartDataRow[]): { key: string | null; message: string } | null {
  if (typeof row !== "object" || row === null || Array.isArray(row))
    return { key: null, message: "is not an object; give one object a row" };
  const copy: ChartDataRow = {};
  const entries = Object.entries(row);
  if (entries.length > chartLimits.keys + 2)
    return { key: null, message: `has more than ${chartLimits.keys + 2} columns; leave some out` };
  for (const [key, cell] of entries as [string, unknown][]) {
    if (!isSafeDataKey(key))
      return { key, message: "is not a safe key; use letters, digits, _ and -, and put other names in `label`" };
    if (typeof cell === "number") {
      if (!Number.isFinite(cell)) return { key, message: `is ${cell}; use a finite number, or null for a gap` };
    } else if (typeof cell === "string") {
      if (cell.length > chartLimits.cellLength)
        return { key, message: `is longer than ${chartLimits.cellLength} characters; shorten it` };
      if (!isSafeText(cell))
        return { key, message: "holds control characters or characters that reorder text; remove them" };
    } else if (cell !== null) {
      return { key, message: "is neither a text, a number nor null" };
    }
    copy[key] = cell;
  }
  target.push(copy);
  return null;
}

interface ChartColumns {
  readonly chartData: readonly ChartDataRow[];
  readonly chartConfig: Readonly<Record<string, unknown>>;
  readonly xAxisKey: string;
  readonly dataKeys: readonly string[];
}

interface ColumnProblem {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Checks what the columns promise each other; stops at the first problem of a column. */
function* columnProblems(config: ChartColumns): Generator<ColumnProblem> {
  const { chartData, chartConfig, xAxisKey, dataKeys } = config;
  const styled = new Set(Object.keys(chartConfig));
  for (const [position, key] of dataKeys.entries()) {
    if (!styled.has(key))
      yield {
        path: ["dataKeys", position],
        message: `\`${key}\` is not a key of chartConfig; add its label and colour`,
      };
    if (key === xAxisKey)
      yield { path: ["dataKeys", position], message: `\`${key}\` is also the xAxisKey; use another key` };
    if (dataKeys.indexOf(key) !== position)
      yield { path: ["dataKeys", position], message: `\`${key}\` is listed twice; list it once` };
    const wrongRow = chartData.findIndex((row) => typeof row[key] === "string");
    if (wrongRow >= 0)
      yield {
        path: ["chartData", wrongRow, key],
        message: "is a text in a data column; use a finite number, or null for a gap",
      };
    else if (chartData.length > 0 && !chartData.some((row) => typeof row[key] === "number")) {
      yield { path: ["dataKeys", position], message: `\`${key}\` holds no number in any row; leave the key out` };
    }
  }
  const withoutX = chartData.findIndex((row) => row[xAxisKey] === undefined || row[xAxisKey] === null);
  if (withoutX >= 0)
    yield {
      path: ["chartData", withoutX],
      message: `has no \`${xAxisKey}\`, which is the xAxisKey; give every row one`,
    };
  const wrongFill = chartData.findIndex((row) => row["fill"] !== undefined && !isSafeFill(row["fill"], styled));
  if (wrongFill >= 0)
    yield {
      path: ["chartData", wrongFill, "fill"],
      message: "is not an allowed colour; use var(--color-KEY) with a KEY of chartConfig",
    };
}

function isSafeFill(fill: string | number | null, styled: ReadonlySet<string>): boolean {
  if (typeof fill !== "string") return fill === null;
  const key = /^var\(--color-([A-Za-z0-9_-]+)\)$/.exec(fill)?.[1];
  return key === undefined ? isSafeColor(fill) : styled.has(key);
}
