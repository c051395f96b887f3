import { afterAll, describe, expect, it } from "vitest";
import { createQuickJsSandbox } from "../sandbox/create-quickjs-sandbox.js";
import type { ChartFacts } from "./judge-chart-facts.js";
import { judgeChart } from "./judge-chart.js";
import { factsOf, rightChartCode } from "./judge-chart.testing.js";

const sandbox = createQuickJsSandbox();
afterAll(async () => sandbox.close());

const limits = {
  timeoutMs: 5_000,
  maximumSteps: 100_000_000,
  memoryBytes: 64 << 20,
  maximumPoints: 1_000,
  maximumOutputBytes: 1 << 20,
};
const shops = { Berlin: [5, 9, 4, 7, 8, 2, 6], Paris: [1, 3, 2, null, 5, 4, 9], Rome: [20, 31, 12, 14, 18, 40, 11] };

const judge = (code: string, facts: ChartFacts) =>
  judgeChart({
    ...facts,
    sandbox,
    code,
    limits,
    seed: 7,
    context: {
      fetchedAtMs: Date.parse("2026-03-11T15:30:00Z"),
      timezone: "UTC",
      offsets: [{ fromMs: null, offsetMinutes: 0 }],
    },
  });

/** The right code with something changed; fails when the text to change is not there. */
function mutant(...changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((code, [from, to]) => {
    if (!code.includes(from)) throw new Error(`The code does not hold ${from}`);
    return code.replace(from, to);
  }, rightChartCode);
}

/** One key of numbers over labels; `number` is an expression of `own`, the rows of a label. */
const totalCode = (number: string, label: string, extra = "") => `export function transform(rows) {
  const labels = [...new Set(rows.map((row) => row.label))];
  return {
    chartType: "line",
    chartData: labels.map((label) => { const own = rows.filter((row) => row.label === label); return { date: label, value: ${number} }; }),
    chartConfig: { value: { label: ${JSON.stringify(label)}, color: "#336699" } },
    xAxisKey: "date", dataKeys: ["value"], title: "Sales"${extra},
  };
}`;

const weekdayCode = (
  order: string,
  number = "own.reduce((sum, row) => sum + row.value, 0)",
) => `export function transform(rows, preferences, context) {
  const order = ${order};
  return {
    chartType: "bar",
    chartData: order.map((name, index) => {
      const own = rows.filter((row) => "Mon Tue Wed Thu Fri Sat Sun".split(" ")[context.local(row.timestamp).weekday - 1] === name);
      return { day: name, value: ${number} };
    }),
    chartConfig: { value: { label: "Total of all shops", color: "green" } },
    xAxisKey: "day", dataKeys: ["value"], title: "Sales by weekday",
  };
}`;

const pieCode = (number: string, more = "") => `export function transform(rows) {
  const names = [...new Set(rows.map((row) => row.series))].sort();
  const parts = names.map((name) => { const own = rows.filter((row) => row.series === name); return { name, value: ${number} }; }).sort((a, b) => b.value - a.value);
  ${more}
  return {
    chartType: "pie",
    chartData: parts.map((part, index) => ({ name: "part" + index, value: part.value, fill: "var(--color-part" + index + ")" })),
    chartConfig: Object.fromEntries([["value", { label: "Sales", color: "red" }], ...parts.map((part, index) => ["part" + index, { label: part.name, color: "var(--chart-1)" }])]),
    xAxisKey: "name", dataKeys: ["value"], title: typeof title === "undefined" ? "Sales by shop" : title,
  };
}`;
const sumOfOwn = "own.reduce((sum, row) => sum + row.value, 0)";

describe("judgeChart()", () => {
  const facts = factsOf(shops);

  it.each([
    ["a line for each series", rightChartCode],
    ["series in another order, with other keys", mutant([".sort();", ".sort().reverse();"])],
    ["series named within a label", mutant(["label: name", 'label: name + " (shop)"'])],
    ["the sum of all series, said so", totalCode(sumOfOwn, "Total of all shops")],
    ["the highest series of each day, said so", totalCode("Math.max(...own.map((row) => row.value))", "Highest shop")],
    [
      "a line and the other shops together",
      totalCode(
        `own.find((row) => row.series === "Berlin")?.value ?? null, rest: own.some((row) => row.series !== "Berlin") ? own.filter((row) => row.series !== "Berlin").reduce((sum, row) => sum + row.value, 0) : null`,
        "Berlin",
      )
        .replace(`color: "#336699" }`, `color: "#336699" }, rest: { label: "Other shops", color: "gray" }`)
        .replace(`["value"]`, `["value", "rest"]`),
    ],
    ["sums by weekday", weekdayCode('["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]')],
    ["sums by weekday from Sunday on", weekdayCode('["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]')],
    ["a slice for each series", pieCode(sumOfOwn)],
    [
      "the two largest, and the rest as Other",
      pieCode(
        sumOfOwn,
        'parts.push({ name: "Other", value: parts.splice(2).reduce((sum, part) => sum + part.value, 0) });',
      ),
    ],
    ["the two largest, said so", pieCode(sumOfOwn, 'parts.splice(2); const title = "Sales of the top 2 shops";')],
    [
      "one number for the whole range",
      `export function transform(rows) {
      return { chartType: "kpi", chartData: [{ name: "All", value: rows.reduce((sum, row) => sum + row.value, 0) }],
        chartConfig: { value: { label: "Total sales", color: "blue" } }, xAxisKey: "name", dataKeys: ["value"], title: "Total sales" };
    }`,
    ],
  ])("accepts %s", async (_, code) => {
    const report = await judge(code, facts);
    expect([report.result, report.checks.filter(({ verdict }) => verdict !== "pass")]).toEqual(["accepted", []]);
  });

  it.each([
    ["values halved", mutant([" ?? null;", " / 2 || null;"]), "chart-sums"],
    [
      "values rounded",
      mutant(['numbers.get(label + "|" + name) ?? null', 'Math.round((numbers.get(label + "|" + name) ?? 0) / 5) * 5']),
    ],
    [
      "first bucket dropped",
      mutant(["row.label))];\n  const numbers", "row.label))].slice(1);\n  const numbers"]),
      "chart-buckets",
    ],
    [
      "last bucket dropped",
      mutant(["row.label))];\n  const numbers", "row.label))].slice(0, -1);\n  const numbers"]),
      "chart-buckets",
    ],
    ["labels shifted by one day", mutant(["date: label }", "date: labels[labels.indexOf(label) + 1] ?? labels[0] }"])],
    [
      "labels the other way round",
      mutant(["labels.map((label) =>", "labels.reverse().map((label) =>"]),
      "chart-buckets",
    ],
    [
      "a day made up",
      mutant([
        "return cells;\n    }),",
        'return cells;\n    }).concat([{ date: "2026-03-12", series0: 0, series1: 0, series2: 0 }]),',
      ]),
      "chart-buckets",
    ],
    ["zeros where there is no point", mutant([" ?? null;", " ?? 0;"]), "chart-sums"],
    [
      "the value before where there is no point",
      mutant([
        "cells[keyOf(index)] = ",
        'cells[keyOf(index)] = numbers.get(labels[labels.indexOf(label) - (numbers.has(label + "|" + name) ? 0 : 1)] + "|" + name) ?? ',
      ]),
      "chart-sums",
    ],
    [
      "running totals",
      mutant([
        '= numbers.get(label + "|" + name) ?? null',
        '= (globalThis["sum" + name] = (globalThis["sum" + name] ?? 0) + (numbers.get(label + "|" + name) ?? 0))',
      ]),
      "chart-sums",
    ],
    ["names of series swapped", mutant(["label: name", "label: names[names.length - 1 - index]"]), "chart-sums"],
    ["keys swapped", mutant(["cells[keyOf(index)] =", "cells[keyOf((index + 1) % names.length)] ="]), "chart-sums"],
    ["one series only, without saying so", mutant([".sort();", ".sort().slice(0, 1);"])],
    ["two of three series, without saying so", mutant([".sort();", ".sort().slice(0, 2);"]), "chart-sums"],
    [
      "the wrong two as the largest",
      mutant([".sort();", ".sort().slice(0, 2);"], ['title: "Sales by shop"', 'title: "The 2 largest shops"']),
      "chart-sums",
    ],
    [
      "the top 3 said, and two shown",
      pieCode(sumOfOwn, 'parts.splice(2); const title = "Sales of the top 3 shops";'),
      "chart-sums",
    ],
    [
      "a sum that leaves one out",
      totalCode(
        'own.filter((row) => row.series !== "Paris").reduce((sum, row) => sum + row.value, 0)',
        "Total of all shops",
      ),
      "chart-sums",
    ],
    [
      "an average called total",
      totalCode("own.reduce((sum, row) => sum + row.value, 0) / own.length", "Total of all shops"),
      "chart-sums",
    ],
    [
      "numbers written into the code",
      mutant(['numbers.get(label + "|" + name) ?? null', `(${JSON.stringify(shops)})[name][labels.indexOf(label)]`]),
    ],
    ["random noise", mutant([" ?? null;", " + Math.random() / 1e6 || null;"])],
    [
      "what day it is, in the title",
      mutant(['title: "Sales by shop"', "title: new Date().toISOString()"]),
      "repeatable",
    ],
    [
      "days cut in another zone",
      mutant([
        "date: label }",
        "date: new Date(rows.find((row) => row.label === label).timestamp - 36e5).toISOString().slice(0, 10) }",
      ]),
    ],
    ["weekdays out of order", weekdayCode('["Mon", "Wed", "Tue", "Thu", "Fri", "Sat", "Sun"]'), "chart-buckets"],
    ["weekdays without the weekend", weekdayCode('["Mon", "Tue", "Wed", "Thu", "Fri"]'), "chart-buckets"],
    ["a pie without its smallest slice", pieCode(sumOfOwn, "parts.splice(2);"), "chart-sums"],
    [
      "a pie with an Other that is too small",
      pieCode(
        sumOfOwn,
        'parts.push({ name: "Other", value: parts.splice(2).reduce((sum, part) => sum + part.value, 0) / 2 });',
      ),
      "chart-sums",
    ],
    [
      "a pie of another series' numbers",
      pieCode(sumOfOwn, "parts.forEach((part, index) => { part.value = parts[(index + 1) % parts.length].value; });"),
      "chart-sums",
    ],
    ["nothing at all", mutant(["chartData: labels.map", "chartData: [].map"]), "chart-buckets"],
    ["text as numbers", mutant([" ?? null;", " + '';"]), "chart-numbers"],
    [
      "a colour that leaves the page",
      mutant(['color: "var(--chart-" + (index + 1) + ")"', 'color: "red;}</style>"']),
      "chart-text",
    ],
    ["code that throws", mutant(["const names", "throw new Error('no'); const names"]), "runs"],
    ["no chart config", "export const transform = () => 5;"],
  ])("rejects %s", async (_, code, check?: string) => {
    const report = await judge(code, facts);
    const failed = report.checks.filter(({ verdict }) => verdict === "fail").map(({ name }) => name);
    expect([report.result, failed]).toEqual(["rejected", check === undefined ? expect.any(Array) : [check]]);
  });

  it.each([
    [
      "that numbers of Rome are a total",
      totalCode('own.find((row) => row.series === "Rome")?.value ?? null', "Total of all shops"),
    ],
    ["a name that is no series", mutant(["label: name", 'label: "Line " + index'])],
    ["an average that is none", mutant(['title: "Sales by shop"', 'title: "Average sales"'])],
    ["another range than it has", mutant(['title: "Sales by shop"', 'title: "Sales of the last 30 days"'])],
    ["weeks where it draws days", mutant(['title: "Sales by shop"', 'title: "Weekly sales"'])],
    ["growth, which nobody computed", mutant(['title: "Sales by shop"', 'title: "Growth of sales"'])],
  ])("holds what says %s", async (_, code) => {
    const report = await judge(code, facts);
    expect([report.result, report.checks.filter(({ verdict }) => verdict === "fail")]).toEqual(["held", []]);
  });

  it("wants gaps as they are asked for", async () => {
    const zero = factsOf(shops, { gaps: "zero" });
    expect((await judge(rightChartCode, zero)).result).toBe("rejected");
    expect((await judge(mutant([" ?? null;", " ?? 0;"]), zero)).result).toBe("accepted");
    // A day on which no shop has a point is still a day.
    const closed = factsOf({ Berlin: [5, 9, null, 7, 8, 2, 6] }, { gaps: "zero" });
    expect((await judge(mutant([" ?? null;", " ?? 0;"]), closed)).result).toBe("rejected");
  });

  it("wants no sum of averages, and lets one of them stand for itself", async () => {
    const averages = factsOf(shops, { aggregation: "avg" });
    expect((await judge(rightChartCode, averages)).result).toBe("accepted");
    expect((await judge(totalCode(sumOfOwn, "Total of all shops"), averages)).result).toBe("rejected");
    expect((await judge(totalCode("Math.max(...own.map((row) => row.value))", "Highest shop"), averages)).result).toBe(
      "accepted",
    );
  });

  it("tells dimensions from the value", async () => {
    const both = factsOf({ "": [5, 9, 4, 7, 8, 2, 6] }, { dimensions: ["visitors"] });
    const code = (value: string, label: string) => totalCode(`own[0].${value}`, label);
    expect((await judge(code("dimensions.visitors", "visitors"), both)).result).toBe("accepted");
    expect((await judge(code("dimensions.visitors", "Sales"), both)).result).toBe("held");
    expect((await judge(code("value", "visitors"), both)).result).toBe("rejected");
  });

  it("draws nothing where there is nothing, and says that it cannot tell more", async () => {
    const { preferences, window, names } = facts;
    const report = await judge(
      mutant(
        ["dataKeys: names.map((_, index) => keyOf(index))", 'dataKeys: ["value"]'],
        ["chartConfig: Object", 'chartConfig: { value: { label: "x", color: "red" } }, other: Object'],
      ),
      { rows: [], preferences, window, names },
    );
    expect(report.result).toBe("held");
  });

  it("keeps what the code wrote over the rows themselves, and says nothing where it wrote nothing", async () => {
    const loud = await judge(`console.log("drawing");\n${rightChartCode}`, facts);
    expect([loud.result, loud.console]).toEqual(["accepted", ["drawing"]]);
    expect(await judge(rightChartCode, facts)).not.toHaveProperty("console");
  });
});
