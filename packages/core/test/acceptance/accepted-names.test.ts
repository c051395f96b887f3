import { afterAll, describe, expect, it } from "vitest";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import type { JsonValue } from "../../src/util/json.js";
import { type JudgedMetric, judgeCode, reasonsOf } from "./judge-code.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

const day = (index: number): string => `2026-02-${String(index + 1).padStart(2, "0")}`;
const several = <T>(one: (index: number) => T): T[] => Array.from({ length: 8 }, (_, index) => one(index));

/** Keys that are written in the records as well. */
const packages: JudgedMetric = {
  measure: { value: "downloads", time: "day", series: "package" },
  response: Object.fromEntries(
    ["left-pad", "is-odd"].map((name, place) => [
      name,
      {
        package: name,
        downloads: several((index) => ({ day: day(index), downloads: 40 + index * 7 + place * 300 })).slice(0, 5),
      },
    ]),
  ),
};

/** Days as keys, which stand in the records as well, beside a finer time. */
const approaches: JudgedMetric = {
  measure: { value: "lowest distance", time: "close approach date", per: "day" },
  response: {
    objects: Object.fromEntries(
      several((index) => [
        day(index),
        [0, 1].map((place) => ({
          close_approach_date: day(index),
          epoch_date_close_approach: Date.UTC(2026, 1, index + 1, 3 + place * 9, 21),
          distance: 5_000.5 + index * 31 - place * 900,
        })),
      ]),
    ),
  },
};

/** Whole numbers, several a day. */
const gas: JudgedMetric = {
  measure: { value: "total gas used", time: "timeStamp", per: "day" },
  response: {
    result: several((index) => ({
      timeStamp: String(1_772_400_000 + index * 30_000),
      gasUsed: String(21_000 + index * 777),
      gas: String(90_000 + index * 10),
    })),
  },
};

const hours: JudgedMetric = {
  measure: { value: "highest demand", time: "period", per: "day" },
  response: {
    data: several((index) => ({
      period: `${day(Math.floor(index / 3))}T${String((index % 3) * 8).padStart(2, "0")}`,
      value: 27_000 + ((index * 311) % 900),
    })),
  },
};

const MONTHS = ["JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "JAN", "FEB"];
const months: JudgedMetric = {
  measure: { value: "months.value", time: "months.date" },
  response: {
    months: several((index) => ({
      date: `${index < 6 ? 2025 : 2026} ${MONTHS[index] ?? ""}`,
      value: (3.1 + index / 10).toFixed(1),
    })),
  },
};

const weeks: JudgedMetric = {
  measure: { value: "visits", per: "week" },
  response: Object.fromEntries(
    [2, 9, 16].map((from) => [
      `2026-02-${String(from).padStart(2, "0")},2026-02-${String(from + 6).padStart(2, "0")}`,
      900 + from * 31,
    ]),
  ),
};

const visits: JudgedMetric = {
  measure: { value: "visits" },
  response: Object.fromEntries(
    several((index) => [
      day(index),
      { nb_visits: 300 + index * 7, nb_visits_converted: 20 + index, nb_uniq_visitors: 200 + index * 5 },
    ]),
  ),
};

/** Columns of one table as short lists in a list. */
const frames: JudgedMetric = {
  measure: { value: "queue length" },
  response: {
    frames: [
      {
        fields: [{ name: "time" }, { name: "queue length" }],
        values: [
          [1_773_144_000_000, 1_773_144_060_000, 1_773_144_120_000, 1_773_144_180_000],
          [17, 12, null, 21],
        ],
      },
    ],
  },
};

const read = (field: string): string =>
  `export const transform = (response) => Object.entries(response).map(([timestamp, { ${field}: value }]) => ({ timestamp, value }));`;

describe("code that is right is accepted", () => {
  it.each<readonly [style: string, metric: JudgedMetric, code: string]>([
    [
      "series by a key that the record repeats",
      packages,
      `export const transform = (response) => Object.entries(response).flatMap(([series, { downloads }]) =>
         downloads.map((row) => ({ timestamp: row.day, value: row.downloads, series })));`,
    ],
    [
      "series by the field that repeats the key",
      packages,
      `export const transform = (response) => Object.values(response).flatMap((one) =>
         one.downloads.map((row) => ({ timestamp: row.day, value: row.downloads, series: one.package })));`,
    ],
    [
      "days by keys that the records repeat",
      approaches,
      `export const transform = ({ objects }) => Object.entries(objects).map(([timestamp, list]) => ({
         timestamp, value: Math.min(...list.map((one) => one.distance).filter((distance) => distance != null)) }))
         .filter(({ value }) => Number.isFinite(value));`,
    ],
    [
      "whole numbers by parseInt, summed",
      gas,
      `export function transform({ result }) {
         const sums = {};
         for (const { timeStamp, gasUsed } of result) {
           const seconds = parseInt(timeStamp, 10);
           const start = seconds - (seconds % 86400);
           sums[start] = (sums[start] || 0) + parseInt(gasUsed, 10);
         }
         return Object.keys(sums).map((start) => ({ timestamp: Number(start) * 1000, value: sums[start] }));
       }`,
    ],
    [
      "hours without minutes",
      hours,
      `export function transform({ data }) {
         const best = {};
         for (const { period, value } of data) {
           if (value == null) continue;
           const date = period.slice(0, 10);
           best[date] = best[date] === undefined ? value : Math.max(best[date], value);
         }
         return Object.entries(best).map(([timestamp, value]) => ({ timestamp, value }));
       }`,
    ],
    [
      "months after their year",
      months,
      `const NAMES = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
       export const transform = (response) => response.months.map(({ date, value }) => {
         const [year, name] = date.split(" ");
         return { timestamp: Date.UTC(Number(year), NAMES.indexOf(name), 1), value: Number(value) };
       });`,
    ],
    [
      "periods from their start",
      weeks,
      `export const transform = (response) => Object.entries(response).map(([period, value]) => ({
         timestamp: period.split(",")[0], value }));`,
    ],
    [
      "columns in a list",
      frames,
      `export const transform = ({ frames }) => frames.flatMap(({ values: [times, values] }) =>
         times.map((timestamp, index) => ({ timestamp, value: values[index] })).filter(({ value }) => value != null));`,
    ],
    ["the number whose name says no more than the words", visits, read("nb_visits")],
  ])("%s", async (_, metric, code) => {
    expect(reasonsOf(await judgeCode(sandbox, metric, code))).toBe("");
  });
});

/** Two lists of the same fields. */
const versions = (value: string): JudgedMetric => ({
  measure: { value, time: "date", per: "day" },
  response: {
    version_downloads: several((index) => ({ date: day(Math.floor(index / 2)), downloads: 100 + index * 13 })),
    meta: { extra_downloads: several((index) => ({ date: day(index), downloads: 7_000 + index * 17 })) },
  } satisfies JsonValue,
});

const sums = (list: string): string => `export function transform(response) {
  const sums = new Map();
  for (const { date, downloads } of response.${list}) {
    if (downloads != null) sums.set(date, (sums.get(date) ?? 0) + downloads);
  }
  return [...sums].map(([timestamp, value]) => ({ timestamp, value }));
}`;

describe("code that is wrong is not accepted", () => {
  it.each<readonly [what: string, metric: JudgedMetric, code: string]>([
    ["another number with further words", visits, read("nb_visits_converted")],
    [
      "the end of periods",
      weeks,
      `export const transform = (response) => Object.entries(response).map(([period, value]) => ({
         timestamp: period.split(",")[1], value }));`,
    ],
    [
      "one package of several",
      packages,
      `export const transform = (response) => {
         const [first] = Object.values(response);
         return first.downloads.map((row) => ({ timestamp: row.day, value: row.downloads, series: first.package }));
       };`,
    ],
    [
      "all packages but the last",
      packages,
      `export const transform = (response) => Object.values(response).slice(0, -1).flatMap((one) =>
         one.downloads.map((row) => ({ timestamp: row.day, value: row.downloads, series: one.package })));`,
    ],
    [
      "the line of the first point",
      packages,
      `export const transform = (response) => Object.values(response).flatMap((one) =>
         one.downloads.map((row) => ({ timestamp: row.day, value: row.downloads, series: one.package })))
         .filter((point, _, [first]) => point.series === first.series);`,
    ],
    [
      "another list of the same fields",
      versions("total downloads of the listed versions"),
      sums("meta.extra_downloads"),
    ],
    ["one of two lists, where the words name none", versions("total downloads"), sums("meta.extra_downloads")],
  ])("%s", async (_, metric, code) => {
    const { report } = await judgeCode(sandbox, metric, code);
    expect(report.result).not.toBe("accepted");
  });
});

it("accepts the list that the words name", async () => {
  const acceptance = await judgeCode(
    sandbox,
    versions("total downloads of the listed versions"),
    sums("version_downloads"),
  );
  expect(reasonsOf(acceptance)).toBe("");
});
