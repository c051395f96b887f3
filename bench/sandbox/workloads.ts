import { runInThisContext } from "node:vm";
import type { JsonValue } from "@metricsmith/core";

/** An input, the code that reads it, and how much slower than V8 the sandbox may be. */
export interface Workload {
  readonly name: string;
  readonly kind: "ingestion" | "chart";
  /** A function expression: the sandbox and V8 get the same text. */
  readonly code: string;
  readonly argument: JsonValue;
  readonly text: string;
  /** To V8 doing `JSON.parse` and the function. Without it the ratio is only stated. */
  readonly mostToParsing?: number;
  /** To V8 that also writes its result as JSON, as it must to send it anywhere. */
  readonly mostToSerializing?: number;
}

/** The same code in V8. */
export function functionOf({ code }: Workload): (input: unknown, argument: unknown) => unknown {
  return runInThisContext(`(${code})`) as (input: unknown, argument: unknown) => unknown;
}

const firstMs = Date.UTC(2025, 0, 1);
const minuteMs = 60_000;
const regions = ["eu-central", "eu-west", "us-east", "us-west", "ap-south"];
const plans = ["free", "team", "company"];

/** Two decimals, neither sorted nor all of the same length, the same in every run. */
function valueAt(index: number): number {
  return ((index * 7_919) % 1_000_003) / 100;
}

function timestampAt(index: number): number {
  return firstMs + index * minuteMs;
}

function listOf<Item>(count: number, item: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

/** `[[epoch milliseconds, value], ...]`, as price and monitoring APIs answer. */
function tuples(count: number): string {
  return JSON.stringify(listOf(count, (index) => [timestampAt(index), valueAt(index)]));
}

/** Records with a time in ISO 8601, a nested group of numbers and two words to tell them apart, as most REST APIs answer. */
function records(count: number): string {
  return JSON.stringify({
    items: listOf(count, (index) => ({
      id: `rec_${100_000 + index}`,
      at: new Date(timestampAt(index)).toISOString(),
      region: regions[index % regions.length],
      plan: plans[index % plans.length],
      metrics: { total: valueAt(index), count: index % 97 },
    })),
  });
}

/** Rows as chart code gets them. */
function rows(count: number): string {
  return JSON.stringify(
    listOf(count, (index) => ({
      timestamp: timestampAt(index),
      label: new Date(timestampAt(index)).toISOString().slice(0, 16).replace("T", " "),
      series: regions[index % regions.length],
      value: valueAt(index),
      dimensions: null,
    })),
  );
}

const recordsCode = `function transform(input) {
  return input.items.map((item) => ({
    timestamp: item.at,
    value: item.metrics.total,
    dimensions: { region: item.region, plan: item.plan },
  }));
}`;

/** A row a day, a column a series: what a chart shows of many rows. */
const chartCode = `function transform(rows) {
  const days = new Map();
  const names = [];
  for (const row of rows) {
    const date = row.label.slice(0, 10);
    let day = days.get(date);
    if (day === undefined) {
      day = { date };
      days.set(date, day);
    }
    let position = names.indexOf(row.series);
    if (position === -1) position = names.push(row.series) - 1;
    const key = "s" + position;
    day[key] = (day[key] || 0) + row.value;
  }
  const dataKeys = names.map((name, position) => "s" + position);
  const chartConfig = {};
  names.forEach((name, position) => {
    chartConfig["s" + position] = { label: name, color: "var(--chart-" + (position + 1) + ")" };
  });
  return { chartType: "line", title: "Sums a day", chartData: [...days.values()], chartConfig, xAxisKey: "date", dataKeys };
}`;

/** A response of about 1 kB. */
export const smallWorkload: Workload = {
  name: "1 kB",
  kind: "ingestion",
  code: recordsCode,
  argument: {},
  text: records(7),
};

const points = 100_000;

export const largeWorkloads: readonly Workload[] = [
  {
    name: "tuples",
    kind: "ingestion",
    code: "function transform(input) {\n  return input.map((row) => ({ timestamp: row[0], value: row[1] }));\n}",
    argument: {},
    text: tuples(points),
    mostToParsing: 8,
    mostToSerializing: 2.5,
  },
  {
    name: "tuples, destructured",
    kind: "ingestion",
    code: "function transform(input) {\n  return input.map(([timestamp, value]) => ({ timestamp, value }));\n}",
    argument: {},
    text: tuples(points),
  },
  {
    name: "nested records",
    kind: "ingestion",
    code: recordsCode,
    argument: {},
    text: records(points),
    mostToParsing: 4.5,
    mostToSerializing: 2.5,
  },
  {
    name: "chart",
    kind: "chart",
    code: chartCode,
    argument: {},
    text: rows(points),
    mostToParsing: 2.5,
    mostToSerializing: 2.5,
  },
];
