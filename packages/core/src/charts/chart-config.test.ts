import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { isSafeColor } from "./chart-color.js";
import { parseChartConfig } from "./chart-config.js";
import { isSafeText, toSafeText } from "./chart-text.js";

const valid = {
  chartType: "line",
  chartData: [
    { date: "2026-01-01", stars: 1 },
    { date: "2026-01-02", stars: null },
  ],
  chartConfig: { stars: { label: "Stars", color: "var(--chart-1)" } },
  xAxisKey: "date",
  dataKeys: ["stars"],
  title: "Stars",
};

function problemOf(value: unknown): string {
  try {
    parseChartConfig(value);
  } catch (error) {
    if (MetricsmithError.isInstance(error) && error.code === "CHART_CONFIG_INVALID") return error.message;
    throw error;
  }
  return "accepted";
}

const withStyle = (style: unknown): unknown => ({ ...valid, chartConfig: { stars: style } });
const withKey = (key: string): unknown =>
  JSON.parse(
    `{"chartType":"line","title":"t","xAxisKey":"date","dataKeys":[${JSON.stringify(key)}],"chartData":[{"date":"a",${JSON.stringify(key)}:1}],` +
      `"chartConfig":{${JSON.stringify(key)}:{"label":"x","color":"red"}}}`,
  ) as unknown;

describe("parseChartConfig()", () => {
  it("returns a valid config without its unknown keys", () => {
    const style = { ...valid.chartConfig.stars, icon: "x" };
    expect(parseChartConfig({ ...valid, onClick: "alert(1)", chartConfig: { stars: style } })).toEqual(valid);
  });

  it("accepts an empty chart", () => {
    expect(problemOf({ ...valid, chartData: [] })).toBe("accepted");
  });

  it.each([
    ["red;} body{display:none}"],
    ["</style><script>alert(1)</script>"],
    ["url(https://example.com/x)"],
    ["var(--chart-13)"],
    ["var(--chart-1, red)"],
    ["#12345"],
    ["rgb(1,2,3);x"],
    ["rgb(calc(1),2,3)"],
    ["expression(alert(1))"],
    ["currentcolor "],
    [""],
  ])("refuses the colour %j", (color) => {
    expect(problemOf(withStyle({ label: "x", color }))).toMatch(
      /chartConfig\.stars\.color: not an allowed colour; use var\(--chart-1\)/,
    );
  });

  it.each(["__proto__", "constructor", "prototype", "a b", "1a", "a;b", "a}</style>", "", "é", "a".repeat(65)])(
    "refuses the key %j",
    (key) => {
      expect(problemOf(withKey(key))).toMatch(/not a safe key/);
      expect(({} as Record<string, unknown>)["label"]).toBeUndefined();
    },
  );

  it.each([
    ["text in a data column", { chartData: [{ date: "a", stars: "1" }] }, /chartData\.0\.stars: is a text/],
    ["NaN", { chartData: [{ date: "a", stars: Number.NaN }] }, /chartData\.0\.stars: is NaN; use a finite number/],
    ["a row without x", { chartData: [{ date: "a", stars: 1 }, { stars: 2 }] }, /chartData\.1: has no `date`/],
    ["a data key without style", { dataKeys: ["stars", "forks"] }, /dataKeys\.1: `forks` is not a key of chartConfig/],
    ["a data key without numbers", { chartData: [{ date: "a", stars: null }] }, /holds no number/],
    ["no data keys", { dataKeys: [] }, /dataKeys: names no column/],
    ["nested cells", { chartData: [{ date: "a", stars: 1, more: {} }] }, /neither a text, a number nor null/],
    ["a row that is no object", { chartData: [[1]] }, /chartData\.0: is not an object/],
    ["control characters in the title", { title: "a\u0000b" }, /title: holds control characters/],
    [
      "reordering characters in a cell",
      { chartData: [{ date: "a\u202eb", stars: 1 }] },
      /chartData\.0\.date: holds control/,
    ],
    ["an unknown type", { chartType: "donut" }, /chartType: /],
    [
      "a fill that is no colour",
      { chartData: [{ date: "a", stars: 1, fill: "url(#x)" }] },
      /chartData\.0\.fill: is not an allowed colour/,
    ],
    ["a fill of an unknown key", { chartData: [{ date: "a", stars: 1, fill: "var(--color-forks)" }] }, /fill/],
    [
      "too many rows",
      { chartData: Array.from({ length: 5001 }, () => ({ date: "a", stars: 1 })) },
      /more than 5000 rows/,
    ],
    ["a title that is too long", { title: "x".repeat(201) }, /title/],
  ])("refuses %s", (_name, change, message) => {
    expect(problemOf({ ...valid, ...change })).toMatch(message);
  });

  it("answers any value with a config or its own error", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(problemOf(value)).toMatch(/^Chart config is invalid/);
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(valid)), fc.anything(), (key, value) => {
        problemOf({ ...valid, [key]: value });
      }),
    );
  });
});

describe("isSafeColor()", () => {
  it.each([
    "var(--chart-12)",
    "#fff",
    "#FFF8",
    "#a1b2c3",
    "#a1b2c3d4",
    "RebeccaPurple",
    "rgb(1, 2, 3)",
    "rgba(1 2 3 / 50%)",
    "rgb(10%,20%,30%,.5)",
    "hsl(120deg 50% 50%)",
    "hsla(.5turn, 1%, 2%, 0.5)",
    "oklch(0.7 0.1 200)",
    "oklch(70% 0.1 200deg / 0.5)",
  ])("allows %s", (color) => {
    expect(isSafeColor(color)).toBe(true);
  });

  it("allows nothing that could leave its declaration", () => {
    const parts = fc.constantFrom(
      "rgb(",
      "1",
      "2 ",
      ",",
      ")",
      "/",
      "#",
      "abc",
      ";",
      "}",
      "<",
      "/*",
      "\\",
      "url(",
      "var(--chart-1)",
      " ",
      "%",
      "deg",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (pieces) => {
        const color = pieces.join("");
        if (isSafeColor(color)) expect(color).toMatch(/^[\w#(),./% +-]+$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("toSafeText()", () => {
  it("always gives safe text within the limit", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, length) => {
        const safe = toSafeText(`${text}\ud800\u202e`, length);
        expect(isSafeText(safe)).toBe(true);
        expect(safe.length).toBeLessThanOrEqual(length);
      }),
    );
  });
});
