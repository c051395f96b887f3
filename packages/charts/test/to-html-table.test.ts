import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHtmlTable } from "../src/index.js";
import { anyChart, exampleChart } from "./chart-examples.js";
import { elementsOf, parseMarkup, textOf } from "./parse-markup.js";

const strict = (html: string) => parseMarkup(html.replaceAll("<br>", "<br/>"));

describe("toHtmlTable()", () => {
  it("has a caption, headers with scope and a dash where there is no number", () => {
    const elements = elementsOf(strict(toHtmlTable(exampleChart("line"))));
    expect(textOf(elements.find(({ name }) => name === "caption") ?? strict("<a/>"))).toContain("Stars <and> forks");
    expect(elements.filter(({ attributes }) => attributes["scope"] === "col").map(textOf)).toEqual([
      "Day",
      "Stars",
      "Forks",
    ]);
    expect(elements.filter(({ attributes }) => attributes["scope"] === "row")).toHaveLength(5);
    expect(
      elements
        .filter(({ name }) => name === "td")
        .slice(0, 6)
        .map(textOf),
    ).toEqual(["10", "1", "–", "2", "1,200", "\u22123"]);
  });

  it("names slices and their shares", () => {
    const cells = elementsOf(strict(toHtmlTable(exampleChart("pie")))).filter(
      ({ name }) => name === "td" || name === "th",
    );
    expect(cells.map(textOf)).toEqual([
      "Name",
      "Visitors",
      "Share",
      "Chrome",
      "60",
      "60%",
      "Firefox",
      "30",
      "30%",
      "Others & unknown",
      "10",
      "10%",
    ]);
  });

  it("escapes whatever a config may hold", () => {
    const allowed = new Set(["table", "caption", "br", "small", "thead", "tbody", "tr", "th", "td"]);
    fc.assert(
      fc.property(anyChart, (chart) => {
        expect(elementsOf(strict(toHtmlTable(chart))).filter(({ name }) => !allowed.has(name))).toEqual([]);
      }),
    );
  });

  it("refuses a hostile config", () => {
    expect(() => toHtmlTable({ ...exampleChart("bar"), title: "a\u202eb" })).toThrow(
      expect.objectContaining({ code: "CHART_CONFIG_INVALID" }),
    );
  });
});
