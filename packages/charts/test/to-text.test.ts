import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toText } from "../src/index.js";
import { textColumns } from "../src/text-width.js";
import { anyChart, chartTypes, exampleChart } from "./chart-examples.js";

describe("toText()", () => {
  it.each(chartTypes)("draws a %s", (chartType) => {
    const lines = toText(exampleChart(chartType)).split("\n");
    expect(lines[0]).toBe(exampleChart(chartType).title);
    expect(lines.length).toBeGreaterThan(4);
  });

  it("draws bars over an axis whose names fit the rows", () => {
    const chartData = [1, 2, 4].map((stars, index) => ({ date: `2026-03-0${index + 1}`, stars }));
    const text = toText(
      { ...exampleChart("bar"), dataKeys: ["stars"], chartData, title: "Stars", description: "" },
      { width: 30, height: 4 },
    );
    expect(text.split("\n").slice(3)).toEqual([
      "4 ┤                  ████████",
      "  │                  ████████",
      "2 ┤         ████████ ████████",
      "0 ┤████████ ████████ ████████",
      "  └───────────────────────────",
      "     Mar 1    Mar 2    Mar 3",
    ]);
  });

  it("leaves gaps empty and joins what has none", () => {
    const draw = (values: (number | null)[]): string => {
      const chartData = values.map((stars, index) => ({ date: String(index), stars }));
      const lines = toText(
        { ...exampleChart("line"), dataKeys: ["stars"], chartData, yAxisLabel: undefined, description: undefined },
        { width: 40, height: 3 },
      ).split("\n");
      return lines
        .filter((line) => /[│┤]/.test(line))
        .map((line) => line.replace(/^.*?[│┤]/, ""))
        .join("\n");
    };
    const rowOf = (drawing: string): string =>
      drawing
        .split("\n")
        .filter((line) => /[\u2801-\u28ff]/.test(line))
        .join("\n");
    expect(rowOf(draw([5, 5, 5, 5]))).toMatch(/^[\u2801-\u28ff]+$/);
    expect(rowOf(draw([5, 5, null, null, 5, 5]))).toMatch(/^[\u2801-\u28ff]+ {8,}[\u2801-\u28ff]+$/);
  });

  it("never writes wider than asked, nor a control character without colours", () => {
    fc.assert(
      fc.property(
        anyChart,
        fc.integer({ min: 30, max: 120 }),
        fc.integer({ min: 3, max: 20 }),
        (chart, width, height) => {
          const text = toText(chart, { width, height });
          expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
          // Key figures are sentences, which a terminal may wrap.
          if (chart.chartType !== "kpi")
            for (const line of text.split("\n")) expect(textColumns(line)).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("colours with balanced codes", () => {
    const text = toText(exampleChart("line"), { color: true });
    expect(text.match(/\u001b\[\d+m/g)?.length).toBe(2 * (text.match(/\u001b\[0m/g)?.length ?? 0));
    expect(text.replace(/\u001b\[\d+m/g, "")).toBe(toText(exampleChart("line")));
  });

  it("refuses what would control the terminal", () => {
    expect(() => toText({ ...exampleChart("line"), title: "\u001b[2J" })).toThrow(
      expect.objectContaining({ code: "CHART_CONFIG_INVALID" }),
    );
  });
});
