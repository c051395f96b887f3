import { describe, expect, it } from "vitest";
import { mappingFor, type Asked } from "./ask-rules.testing.js";
import type { Measure } from "../../metrics/measure.js";

const days = ["2026-03-01", "2026-03-02", "2026-03-03"];
const prices = days.map((date, index) => ({
  id: index + 7,
  date,
  open: 10.5,
  close: 11 + index / 4,
  volume: 900 + index,
}));

describe("rules read", () => {
  it("a list of records by the words of the measure", async () => {
    expect(await mappingFor({ data: prices }, { measure: { value: "closing price" } })).toEqual({
      records: "data",
      time: { path: "date", format: "date" },
      value: { path: "close" },
      dimensions: { open: "open", volume: "volume" },
    });
  });

  it("a path that is written out, also of an identifier", async () => {
    expect(await mappingFor({ data: prices }, { measure: { value: "data.id" } })).toMatchObject({
      value: { path: "id" },
    });
  });

  it.each<[string, unknown, Asked, unknown]>([
    [
      "tuples",
      {
        prices: [
          [1772323200000, 5.5],
          [1772409600000, 6.5],
        ],
        volumes: [
          [1772323200000, 1],
          [1772409600000, 2],
        ],
      },
      { measure: { value: "price" } },
      { records: "prices", time: { path: "0", format: "epoch-ms" }, value: { path: "1" } },
    ],
    [
      "parallel arrays",
      { hourly: { time: ["2026-03-01T00:00", "2026-03-01T01:00"], temperature_2m: [3.5, null], rain: [0, 1] } },
      { measure: { value: "temperature" } },
      {
        records: "hourly",
        recordsAre: "columns",
        time: { path: "time", format: "iso" },
        value: { path: "temperature_2m" },
      },
    ],
    [
      "rows under a header",
      [
        ["NAME", "population", "year"],
        ["Ohio", "11", "2024"],
        ["Utah", "3", "2024"],
      ],
      { measure: { value: "population", series: "NAME" } },
      {
        records: "",
        recordsAre: "rows",
        columns: "first-row",
        time: { path: "year", format: "year" },
        series: { path: "NAME" },
      },
    ],
    [
      "objects keyed by date",
      { rates: { "2026-03-01": { USD: 1.1, GBP: 0.8 }, "2026-03-02": { USD: 1.2, GBP: 0.9 } } },
      { measure: { value: "USD" } },
      {
        records: "rates",
        recordsAre: "values-of-object",
        time: { path: "$key", format: "date" },
        value: { path: "USD" },
      },
    ],
    [
      "lines by key under a date",
      { rates: { "2026-03-01": { USD: 1.1, GBP: 0.8 }, "2026-03-02": { USD: 1.2, GBP: 0.9 } } },
      { measure: { value: "exchange rate", series: "currency" } },
      {
        records: "rates",
        recordsAre: "values-of-object",
        within: { path: "", recordsAre: "values-of-object" },
        time: { path: "$parentKey", format: "date" },
        value: { path: "" },
        series: { path: "$key" },
      },
    ],
    [
      "nested lists, with the series of the outer record",
      {
        result: [
          { metric: { job: "api" }, values: [[1772323200, "1.5"]] },
          { metric: { job: "web" }, values: [[1772323200, "2"]] },
        ],
      },
      { measure: { value: "request rate", series: "job" } },
      {
        records: "result",
        within: { path: "values" },
        time: { path: "0", format: "epoch-s" },
        value: { path: "1" },
        series: { path: "$parent.metric.job" },
      },
    ],
    [
      "the parts of a date",
      [
        { year: "2026", period: "M01", value: "3.5" },
        { year: "2026", period: "M02", value: "." },
      ],
      { measure: { value: "unemployment rate" } },
      { time: { year: "year", month: "period" }, value: { path: "value" }, missing: ["."] },
    ],
    [
      "the start of a period",
      [{ period_start: "2026-03-01T00:00:00Z", period_end: "2026-03-02T00:00:00Z", cost: 4.5 }],
      { measure: { value: "cost" } },
      { time: { path: "period_start", format: "iso" } },
    ],
    [
      "GraphQL nodes, joined as the words say",
      {
        data: {
          orders: {
            edges: [
              { node: { createdAt: "2026-03-01T10:00:00Z", price: "5.00" } },
              { node: { createdAt: "2026-03-01T12:00:00Z", price: "7.00" } },
            ],
          },
        },
      },
      { measure: { value: "average price", per: "day" } },
      { records: "data.orders.edges", value: { path: "node.price" }, groupBy: { bucket: "day", aggregation: "avg" } },
    ],
    [
      "cents where the response says so",
      [{ created: 1772323200, amount_cents: 1999 }],
      { measure: { value: "amount", unit: "EUR" } },
      { value: { path: "amount_cents", scale: 0.01, unit: "EUR" } },
    ],
    [
      "events by the time at which they happened",
      [
        { id: 1, state: "closed", created_at: "2026-03-01T10:00:00Z", closed_at: "2026-03-02T10:00:00Z" },
        { id: 2, state: "closed", created_at: "2026-03-01T11:00:00Z", closed_at: "2026-03-03T10:00:00Z" },
      ],
      { measure: { value: "number of closed issues", per: "day" }, endpoint: "https://api.example.com/issues" },
      { time: { path: "closed_at", format: "iso" }, value: "count", groupBy: { bucket: "day", aggregation: "count" } },
    ],
    [
      "only the records that the words mean",
      {
        orders: [
          { at: "2026-03-01T10:00:00Z", status: "paid", amount: 5 },
          { at: "2026-03-01T11:00:00Z", status: "open", amount: 7 },
        ],
      },
      { measure: { value: "total amount of paid orders", per: "day" } },
      { filter: [{ path: "status", equals: "paid" }], groupBy: { bucket: "day", aggregation: "sum" } },
    ],
  ])("%s", async (_, body, asked, expected) => {
    expect(await mappingFor(body, asked)).toMatchObject(expected as object);
  });

  it.each<[string, unknown, Measure, unknown]>([
    [
      "a number of one object",
      { stargazers_count: 5, forks_count: 7, size: 9 },
      { value: "number of stars" },
      { recordsAre: "object", value: { path: "stargazers_count" } },
    ],
    [
      "a stated total before the length of a page",
      { total_count: 40, things: [{ id: 1 }, { id: 2 }] },
      { value: "number of things" },
      { value: { path: "total_count" } },
    ],
    [
      "the length of a list",
      { things: [{ id: 1 }, { id: 2 }] },
      { value: "number of things" },
      { records: "things", value: "count" },
    ],
    [
      "lines by key",
      { btc: { usd: 5.5, eur: 4.5 }, eth: { usd: 2.5, eur: 1.5 }, sol: { usd: 1.5, eur: 1 } },
      { value: "price in usd", series: "coin" },
      { value: { path: "usd" }, series: { path: "$key" } },
    ],
  ])("a gauge: %s", async (_, body, measure, expected) => {
    expect(await mappingFor(body, { measure, kind: "gauge" })).toMatchObject(expected as object);
  });
});
