import { describe, expect, it } from "vitest";
import { buildChart } from "../charts/build-chart.js";
import { factsOf } from "./judge-chart.testing.js";
import { judgeChartPicture } from "./judge-chart-picture.js";

describe("judgeChartPicture()", () => {
  it("passes a faithful picture of as many rows and lines as a chart can have", () => {
    const days = 1_200;
    const numbers = Object.fromEntries(
      Array.from({ length: 200 }, (_, line) => [
        `line ${line}`,
        Array.from({ length: days }, (__, day) => ((line * 7 + day * 13) % 101) + 1),
      ]),
    );
    const facts = factsOf(numbers, { dateRange: "all" });
    const { preferences, window, rows } = facts;
    expect(rows).toHaveLength(200 * days);
    const config = buildChart({
      rows,
      preferences,
      window,
      metric: { name: "Sales" },
      chart: { name: "Sales by shop" },
    });
    const checks = judgeChartPicture(config, facts);
    expect(checks.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
    const [key = ""] = config.dataKeys;
    const halved = config.chartData.map((row) => ({ ...row, [key]: Number(row[key]) / 2 }));
    expect(judgeChartPicture({ ...config, chartData: halved }, facts)).toContainEqual(
      expect.objectContaining({ name: "chart-sums", verdict: "fail" }),
    );
  });
});
