import type { ChartConfig } from "@metricsmith/core";

const line = { value: { label: "Sales", color: "#336699" } };

/** Charts as code of a model writes them: sparse, with one row, one number, free names on the x axis, or nothing optional. */
export const drawnByCode: readonly (readonly [string, ChartConfig])[] = [
  [
    "one number",
    {
      chartType: "kpi",
      chartData: [{ name: "All", value: 42 }],
      chartConfig: line,
      xAxisKey: "name",
      dataKeys: ["value"],
      title: "Total",
    },
  ],
  [
    "one bar",
    {
      chartType: "bar",
      chartData: [{ day: "Mon", value: 3 }],
      chartConfig: line,
      xAxisKey: "day",
      dataKeys: ["value"],
      title: "Sales",
    },
  ],
  [
    "one point of a line",
    {
      chartType: "line",
      chartData: [{ day: "2026-03-01", value: 3 }],
      chartConfig: line,
      xAxisKey: "day",
      dataKeys: ["value"],
      title: "Sales",
    },
  ],
  [
    "one point of an area",
    {
      chartType: "area",
      chartData: [{ day: "2026-03-01", value: 3 }],
      chartConfig: line,
      xAxisKey: "day",
      dataKeys: ["value"],
      title: "Sales",
    },
  ],
  [
    "one point between gaps",
    {
      chartType: "area",
      chartData: [{ day: "a", value: null }, { day: "b", value: 3 }, { day: "c" }],
      chartConfig: line,
      xAxisKey: "day",
      dataKeys: ["value"],
      title: "Sales",
    },
  ],
  [
    "a radar of one axis",
    {
      chartType: "radar",
      chartData: [{ shop: "a", value: 3 }],
      chartConfig: line,
      xAxisKey: "shop",
      dataKeys: ["value"],
      title: "Sales",
    },
  ],
  [
    "a radar of two axes",
    {
      chartType: "radar",
      chartData: [
        { shop: "a", value: 3 },
        { shop: "b", value: 4 },
      ],
      chartConfig: line,
      xAxisKey: "shop",
      dataKeys: ["value"],
      title: "Sales",
    },
  ],
  [
    "a pie without fills",
    {
      chartType: "pie",
      chartData: [
        { shop: "a", value: 3 },
        { shop: "b", value: 4 },
      ],
      chartConfig: line,
      xAxisKey: "shop",
      dataKeys: ["value"],
      title: "Sales",
    },
  ],
  [
    "a pie of one slice",
    {
      chartType: "pie",
      chartData: [{ shop: "a", value: 3 }],
      chartConfig: line,
      xAxisKey: "shop",
      dataKeys: ["value"],
      title: "Sales",
    },
  ],
  [
    "a radial chart of one ring",
    {
      chartType: "radial",
      chartData: [{ shop: "a", value: 3 }],
      chartConfig: line,
      xAxisKey: "shop",
      dataKeys: ["value"],
      title: "",
    },
  ],
  [
    "numbers on the x axis",
    {
      chartType: "bar",
      chartData: [
        { hour: 0, value: 3 },
        { hour: 1, value: 0 },
      ],
      chartConfig: line,
      xAxisKey: "hour",
      dataKeys: ["value"],
      title: "Sales",
    },
  ],
  [
    "negative bars, stacked",
    {
      chartType: "bar",
      chartData: [{ day: "a", value: -3, more: 2 }],
      chartConfig: { ...line, more: { label: "More", color: "red" } },
      xAxisKey: "day",
      dataKeys: ["value", "more"],
      title: "Sales",
      stacked: true,
    },
  ],
];
