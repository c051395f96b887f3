import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toSvg } from "../src/index.js";
import { anyChart, chartTypes, exampleChart } from "./chart-examples.js";
import { elementsOf, type MarkupElement, parseMarkup, textOf } from "./parse-markup.js";

const ELEMENTS = new Set(["svg", "title", "desc", "g", "rect", "line", "path", "circle", "text", "tspan"]);
const drawn = (svg: string): MarkupElement[] =>
  elementsOf(parseMarkup(svg)).filter(({ name }) => ["path", "circle", "rect"].includes(name));
const texts = (svg: string): string[] =>
  elementsOf(parseMarkup(svg))
    .filter(({ name }) => name === "text")
    .map(textOf);

describe("toSvg()", () => {
  it.each(chartTypes)("draws a %s with an accessible name and description", (chartType) => {
    const chart = exampleChart(chartType);
    const root = parseMarkup(toSvg(chart));
    const [title, description] = root.children.filter((child): child is MarkupElement => typeof child !== "string");
    expect(root).toMatchObject({ name: "svg", attributes: { role: "img", viewBox: "0 0 720 360" } });
    expect(title).toMatchObject({ name: "title", children: [chart.title] });
    expect(description).toMatchObject({ name: "desc", children: [chart.description] });
    expect(root.attributes["aria-labelledby"]).toBe(`${title?.attributes["id"]} ${description?.attributes["id"]}`);
    expect(drawn(toSvg(chart)).length).toBeGreaterThan(2);
  });

  it.each(chartTypes)("gives the same bytes for the same %s", (chartType) => {
    expect(toSvg(structuredClone(exampleChart(chartType)))).toBe(toSvg(exampleChart(chartType)));
  });

  it("stays well-formed, escaped and finite for any config, and has no element that could act", () => {
    fc.assert(
      fc.property(
        anyChart,
        fc.constantFrom("variables", "resolved"),
        fc.integer({ min: 160, max: 1200 }),
        fc.integer({ min: 120, max: 800 }),
        (chart, colors, width, height) => {
          const svg = toSvg(chart, { colors, width, height });
          const elements = elementsOf(parseMarkup(svg));
          expect(elements.filter(({ name }) => !ELEMENTS.has(name))).toEqual([]);
          expect(
            elements
              .flatMap(({ attributes }) => Object.keys(attributes))
              .filter((name) => /^(?:on.*|.*href|style|class)$/i.test(name)),
          ).toEqual([]);
          for (const { attributes, name } of elements) {
            if (name === "svg" || name === "title") continue;
            for (const key of ["x", "y", "d", "cx", "cy", "x1", "x2", "y1", "y2", "width", "height", "transform"]) {
              expect(attributes[key] ?? "").not.toMatch(/NaN|Infinity|undefined/);
            }
          }
          expect(textOf(elements[1] ?? parseMarkup("<a/>"))).toBe(chart.title);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("refuses a hostile config instead of escaping it", () => {
    const chart = exampleChart("line");
    const hostile = {
      ...chart,
      chartConfig: { ...chart.chartConfig, stars: { label: "x", color: 'red" onload="alert(1)' } },
    };
    expect(() => toSvg(hostile)).toThrow(expect.objectContaining({ code: "CHART_CONFIG_INVALID" }));
  });

  it("takes colours from the page, or resolves them all", () => {
    const variables = toSvg(exampleChart("bar"));
    expect(variables).toContain('fill="var(--chart-1, #3b82f6)"');
    expect(variables).toContain("currentColor");
    for (const chartType of chartTypes) {
      for (const theme of ["light", "dark"] as const) {
        expect(toSvg(exampleChart(chartType), { colors: "resolved", theme })).not.toMatch(/var\(|currentColor/);
      }
    }
  });

  it("breaks a line at a gap and marks a number between two gaps", () => {
    const svg = toSvg(exampleChart("line"));
    const paths = elementsOf(parseMarkup(svg)).filter(
      ({ name, attributes }) => name === "path" && attributes["stroke"]?.includes("--chart-1"),
    );
    expect(paths[0]?.attributes["d"]?.match(/M/g)).toHaveLength(3);
    expect(elementsOf(parseMarkup(svg)).filter(({ name }) => name === "circle")).toHaveLength(3);
  });

  it("spaces points by time, not by row", () => {
    const chart = {
      ...exampleChart("line"),
      dataKeys: ["stars"],
      chartData: ["2026-01-01", "2026-01-02", "2026-01-11"].map((date) => ({ date, stars: 1 })),
    };
    const xs = elementsOf(parseMarkup(toSvg(chart))).flatMap(({ name, attributes }) =>
      name === "circle" ? [Number(attributes["cx"])] : [],
    );
    expect(((xs[2] ?? 0) - (xs[0] ?? 0)) / ((xs[1] ?? 0) - (xs[0] ?? 0))).toBeCloseTo(10, 1);
  });

  it("draws bars as high as their numbers", () => {
    const chart = {
      ...exampleChart("bar"),
      dataKeys: ["stars"],
      chartData: [
        { date: "a", stars: 50 },
        { date: "b", stars: 100 },
      ],
    };
    const path = elementsOf(parseMarkup(toSvg(chart))).find(({ name }) => name === "path")?.attributes["d"] ?? "";
    const heights = path
      .split("M")
      .slice(1)
      .map((bar) => {
        const [, near = "0"] = /^[\d.]+,([\d.]+)/.exec(bar) ?? [];
        const tops = [...bar.matchAll(/[V,]([\d.]+)/g)].map(([, y]) => Number(y));
        const corners = [...bar.matchAll(/A[\d.]+,[\d.]+ 0 0 1 [\d.]+,([\d.]+)/g)].map(([, y]) => Number(y));
        return Number(near) - Math.min(...tops.filter((y) => y > 10), ...corners);
      });
    expect((heights[1] ?? 0) / (heights[0] ?? 1)).toBeCloseTo(2, 1);
  });

  it("shows shares of a pie, and the number and change of a key figure", () => {
    expect(texts(toSvg(exampleChart("pie")))).toEqual(
      expect.arrayContaining(["Chrome", "60", "60%", "Others & unknown", "10%"]),
    );
    expect(texts(toSvg(exampleChart("kpi")))).toEqual(expect.arrayContaining(["1,300", "▲ 100 (+8.3%) vs 2026-03-03"]));
  });

  it("says so when there is no data", () => {
    for (const chartType of chartTypes)
      expect(texts(toSvg({ ...exampleChart(chartType), chartData: [] }))).toContain("No data");
  });

  it("keeps names of the time axis apart", () => {
    for (const count of [2, 7, 31, 90, 365, 2000]) {
      const chartData = Array.from({ length: count }, (_, index) => ({
        date: new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10),
        stars: index,
      }));
      for (const chartType of ["line", "bar"] as const) {
        const svg = toSvg({ ...exampleChart(chartType), dataKeys: ["stars"], chartData, showLegend: false });
        const names = elementsOf(parseMarkup(svg)).filter(
          ({ name, attributes }) => name === "text" && attributes["text-anchor"] === "middle",
        );
        const spans = names.map((element) => ({
          x: Number(element.attributes["x"]),
          half: textOf(element).length * 3,
        }));
        expect(spans.length).toBeGreaterThan(1);
        for (const [index, { x, half }] of spans.entries()) {
          const next = spans[index + 1];
          if (next !== undefined) expect(x + half).toBeLessThan(next.x - next.half);
        }
      }
    }
  });

  it("leaves out names of rows that lie too close to each other", () => {
    const chartData = ["2026-01-01", "2026-01-02", "2026-12-31"].map((date) => ({ date, stars: 1 }));
    const names = texts(toSvg({ ...exampleChart("line"), dataKeys: ["stars"], chartData }));
    expect(names).toContain("Jan 1");
    expect(names).not.toContain("Jan 2");
  });

  it("gives different charts different ids, and takes a prefix", () => {
    const idOf = (svg: string): string | undefined => parseMarkup(svg).attributes["aria-labelledby"];
    expect(idOf(toSvg(exampleChart("line")))).not.toBe(idOf(toSvg(exampleChart("bar"))));
    expect(idOf(toSvg(exampleChart("line"), { idPrefix: "left" }))).toBe("left-title left-description");
  });

  it.each([{ width: 10 }, { height: Number.NaN }, { idPrefix: 'a"b' }, { idPrefix: "" }])(
    "refuses the options %j",
    (options) => {
      expect(() => toSvg(exampleChart("line"), options)).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
    },
  );
});
