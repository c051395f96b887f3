import type { ChartConfig } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { toSvg, toText } from "../src/index.js";

const types = ["line", "bar", "area", "radar", "kpi"] as const;
const pairs = [
  [-5e-324, 5e-324],
  [5e-324, 5e-324],
  [0, 1e-310],
  [-1.79e308, 1.79e308],
  [1.79e308, 1.79e308],
  [1, 1 + Number.EPSILON],
] as const;

function config(chartType: ChartConfig["chartType"], values: readonly number[]): ChartConfig {
  return {
    chartType,
    title: "Extremes",
    chartData: values.map((a, index) => ({ x: `row ${index}`, a })),
    chartConfig: { a: { label: "A", color: "var(--chart-1)" } },
    xAxisKey: "x",
    dataKeys: ["a"],
  };
}

describe.each(types)("a %s of numbers at the ends of floating point", (type) => {
  it.each(pairs)("is drawn for %s and %s", (first, second) => {
    const drawn = toSvg(config(type, [first, second]));
    expect(drawn).toContain("</svg>");
    expect(drawn).not.toMatch(/NaN|Infinity/);
    expect(toText(config(type, [first, second]), { width: 60, height: 6 })).not.toMatch(/NaN|Infinity/);
  });
});
