import type { ChartConfig } from "../charts/chart-config.js";
import type { ChartPreferences } from "../charts/chart-preferences.js";
import type { ChartRow } from "../charts/chart-row.js";
import type { ChartWindow } from "../charts/chart-window.js";

/** What a picture is judged by: the rows it was drawn from, and what was asked for. */
export interface ChartFacts {
  readonly rows: readonly ChartRow[];
  readonly preferences: ChartPreferences;
  readonly window: ChartWindow;
  /** Texts that the user or the host gave: names and descriptions of metric and chart. They may say what the picture does not. */
  readonly names: readonly string[];
}

/** How several numbers become one; `as-is` where each number stands alone. */
export type Fold = "as-is" | "sum" | "avg" | "min" | "max" | "count" | "last";

/** Which numbers of the rows a data key draws. */
export interface KeySource {
  /** A series by name, all of them together, or those that no other key draws. */
  readonly series: { readonly name: string } | "all" | "rest";
  /** `null` for the value. */
  readonly dimension: string | null;
  readonly fold: Fold;
}

/** Equal as people read it: letter case and space around do not count. */
export function isSameName(one: string, other: string): boolean {
  return plainText(one) === plainText(other);
}

/** True where `name` stands in `text` as whole words. */
export function namesInText(text: string, name: string): boolean {
  const plain = plainText(name);
  if (plain === "") return false;
  const whole = plainText(text);
  for (let at = whole.indexOf(plain); at >= 0; at = whole.indexOf(plain, at + 1)) {
    const before = whole.charAt(at - 1);
    const after = whole.charAt(at + plain.length);
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}

/** What stands in a picture as text, without the labels of its keys. */
export function pictureText({ title, description, xAxisLabel, yAxisLabel }: ChartConfig): string {
  return [title, description, xAxisLabel, yAxisLabel].filter((text) => text !== undefined).join(" \n ");
}

export function keyLabel(config: ChartConfig, key: string): string {
  return Object.hasOwn(config.chartConfig, key) ? (config.chartConfig[key]?.label ?? key) : key;
}

/** Names of the series with a number, in the order of the rows. */
export function seriesOf(rows: readonly ChartRow[]): string[] {
  const isFilled = (row: ChartRow): boolean =>
    row.value !== null || Object.values(row.dimensions ?? {}).some((value) => Number.isFinite(value));
  return [...new Set(rows.filter(isFilled).map(({ series }) => series))];
}

/** The rows by what they have in common, in the order in which it is met first. */
export function groupRows<Key>(rows: readonly ChartRow[], keyOf: (row: ChartRow) => Key): Map<Key, ChartRow[]> {
  const groups = new Map<Key, ChartRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

export function measureOf(row: ChartRow, dimension: string | null): number | null {
  if (dimension === null) return row.value;
  const { dimensions } = row;
  return dimensions !== null && Object.hasOwn(dimensions, dimension) ? (dimensions[dimension] ?? null) : null;
}

/** Equal but for the last digits, which depend on the order in which numbers are added. */
export function isSameNumber(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other), 1e-9);
}

export function foldNumbers(values: readonly number[], fold: Fold): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (fold) {
    case "as-is":
    case "last":
      return values.at(-1) ?? Number.NaN;
    case "sum":
      return sum;
    case "avg":
      return sum / values.length;
    case "min":
      return Math.min(...values);
    case "max":
      return Math.max(...values);
    case "count":
      return values.length;
  }
}

/** A text as it is compared with others. */
export function plainText(text: string): string {
  return text.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();
}
