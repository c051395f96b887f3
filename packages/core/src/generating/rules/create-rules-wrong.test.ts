import { describe, expect, it } from "vitest";
import { type Asked, mappingFor, propose } from "./ask-rules.testing.js";

const days = ["2026-03-01", "2026-03-02", "2026-03-03"];
const start = 1772323200;
type Row = Record<string, unknown>;

/** Records of three days, with the date under `date` unless the row has another time. */
const daily = (row: (index: number) => Row): Row[] => days.map((date, index) => ({ date, ...row(index) }));
const undated = (row: (index: number) => Row): Row[] => days.map((_, index) => row(index));

describe("rules never emit", () => {
  it.each<[string, unknown, Asked]>([
    [
      "decimals as times",
      undated((n) => ({ held: `${start + n * 60}.5`, price: n + 5 })),
      { measure: { value: "price" } },
    ],
    ["bytes as times", undated((n) => ({ bytes_in: start + n * 60, load: n + 5 })), { measure: { value: "load" } }],
    [
      "a volume of a day as a time",
      undated((n) => ({ day_volume: start + n * 60, price: 5 })),
      { measure: { value: "price" } },
    ],
    ["a counter as a time", undated((n) => ({ ticks: start + n * 77, price: n + 5 })), { measure: { value: "price" } }],
    [
      "numbers far from the fetch as times",
      undated((n) => ({ k: 4_000_000_020 + n * 60, price: 5 })),
      { measure: { value: "price" } },
    ],
    ["an end for a start", days.map((to) => ({ to, cost: 5 })), { measure: { value: "cost", time: "from" } }],
    ["an end alone", days.map((period_end) => ({ period_end, cost: 5 })), { measure: { value: "cost" } }],
    [
      "a day on which something is due",
      days.map((due_date) => ({ due_date, amount: 5 })),
      { measure: { value: "amount" } },
    ],

    ["replies for a reply time", daily((n) => ({ replies: n + 5, opened: 3 })), { measure: { value: "reply time" } }],
    [
      "replies beside a key time",
      days.map((time) => ({ time, replies: 5, opened: 3 })),
      { measure: { value: "average reply time" } },
    ],
    ["pages for a time on page", daily((n) => ({ pages: n + 5 })), { measure: { value: "time on page" } }],
    ["loads for a load time", daily((n) => ({ loads: n + 5 })), { measure: { value: "load time" } }],
    ["orders for an order value", daily((n) => ({ orders: n + 5 })), { measure: { value: "average order value" } }],
    [
      "a count of orders for their amount",
      daily((n) => ({ order_count: n + 5 })),
      { measure: { value: "order amount" } },
    ],
    [
      "conversions for their rate",
      daily((n) => ({ conversions: n + 5, clicks: 3 })),
      { measure: { value: "conversion rate" } },
    ],
    ["sessions for their duration", daily((n) => ({ sessions: n + 5 })), { measure: { value: "session duration" } }],
    ["tickets for their price", daily((n) => ({ tickets: n + 5, seats: 9 })), { measure: { value: "ticket price" } }],
    ["pages for page views", daily((n) => ({ pages: n + 5, visitors: 5 })), { measure: { value: "page views" } }],
    ["one of two volumes", daily((n) => ({ vol: n + 5, amount: 900 })), { measure: { value: "traded volume" } }],

    [
      "the price of a unit for the amount of the whole",
      {
        transactions: daily(() => ({
          totals: { gross: 5 },
          lineItems: [{ unitPrice: { amount: "3.5" }, quantity: 2 }],
        })),
      },
      { measure: { value: "amount of the transaction" } },
    ],
    [
      "a tax for a payment",
      daily(() => ({ tax: { amount: 3.5 }, total: 9 })),
      { measure: { value: "payment amount" } },
    ],
    [
      "a refund for a payment",
      daily(() => ({ refund: { amount: 3.5 }, total: 9 })),
      { measure: { value: "payment amount" } },
    ],
    ["shipping for an order", daily(() => ({ shipping: { cost: 3.5 }, paid: 9 })), { measure: { value: "cost" } }],
    [
      "a forecast for a measurement",
      daily(() => ({ forecast: { temperature: 3.5 }, wind: 9 })),
      { measure: { value: "temperature" } },
    ],
    ["the previous period", daily(() => ({ previous: { visits: 3 }, bounces: 9 })), { measure: { value: "visits" } }],
    ["the budget", daily(() => ({ budget: { cost: 3 }, clicks: 9 })), { measure: { value: "cost" } }],
    ["what was cancelled", daily(() => ({ cancelled: { orders: 3 }, clicks: 9 })), { measure: { value: "orders" } }],
    [
      "the price of an item",
      daily(() => ({ sum: 8, items: [{ price: 4, quantity: 1 }] })),
      { measure: { value: "order price" } },
    ],

    [
      "sums of hours where the day has a total",
      {
        days: daily(() => ({
          sum: 4,
          hours: [
            { time: "2026-03-01T00:00:00Z", rain: 1 },
            { time: "2026-03-01T01:00:00Z", rain: 3 },
          ],
        })),
      },
      { measure: { value: "total rain", per: "day" } },
    ],
    [
      "sums of lines where the outer record states about the same",
      {
        days: daily(() => ({
          visitors: 4,
          countries: [
            { country: "a", visits: 1 },
            { country: "b", visits: 2 },
          ],
        })),
      },
      { measure: { value: "total visits", per: "day" } },
    ],

    [
      "records that nothing counts",
      { reports: [{ metric: "coverage" }] },
      { kind: "gauge", measure: { value: "coverage" } },
    ],
    [
      "services that nothing counts",
      { services: [{ name: "uptime", status: "ok" }] },
      { kind: "gauge", measure: { value: "uptime" } },
    ],
    [
      "another record than the one named",
      { checks: [{ type: "humidity", reading: 2 }] },
      { kind: "gauge", measure: { value: "temperature" } },
    ],
    [
      "events that nothing counts",
      { events: days.map((day) => ({ at: `${day}T03:00:00Z`, kind: "login" })) },
      { measure: { value: "login", per: "day" } },
    ],
  ])("%s", async (_, body, asked) => {
    expect((await propose(body, asked)).outcome).not.toBe("candidate");
  });
});

describe("rules keep from", () => {
  it.each<[string, unknown, Asked]>([
    [
      "a percentile for an average",
      daily(() => ({ latency_p99: 9, requests: 4 })),
      { measure: { value: "average latency" } },
    ],
    ["a median for an average", daily(() => ({ median_price: 9 })), { measure: { value: "average price" } }],
    [
      "a count of what is asked for as an amount",
      daily(() => ({ revenue_count: 9 })),
      { measure: { value: "revenue" } },
    ],
    ["a number of processors for their usage", daily(() => ({ cpu_count: 9 })), { measure: { value: "cpu usage" } }],
    ["all for the new ones", daily(() => ({ deaths: 9, recovered: 3 })), { measure: { value: "new deaths" } }],
    ["a total for the new ones", daily(() => ({ total_cases: 9, recovered: 3 })), { measure: { value: "new cases" } }],
    ["interest for its rate", daily(() => ({ interest: 9, principal: 3 })), { measure: { value: "interest rate" } }],
    ["a close for an adjusted one", daily(() => ({ close: 9, open: 3 })), { measure: { value: "adjusted close" } }],
    ["gusts for wind", daily(() => ({ wind_gust: 9 })), { measure: { value: "wind speed" } }],
    [
      "numbers of two currencies",
      daily((n) => ({ price: 9, currency: n === 1 ? "USD" : "EUR" })),
      { measure: { value: "price" } },
    ],
  ])("%s", async (_, body, asked) => {
    expect((await propose(body, asked)).outcome).not.toBe("candidate");
  });

  it("the period of something beside the record", async () => {
    const coverage = { start: "2026-01-01", end: "2026-01-31" };
    const body = days.map((start, n) => ({
      start,
      end: `2026-03-1${n}`,
      coverage: { ...coverage, start: `2026-01-0${n + 1}` },
      cost: 5,
    }));
    expect(await mappingFor(body, { measure: { value: "cost" } })).toMatchObject({ time: { path: "start" } });
  });
});

describe("rules tell apart", () => {
  it.each<[string, unknown, Asked, unknown]>([
    [
      "a named time from a number of its size",
      days.map((_, n) => ({ timestamp: (start + n * 86_400) * 1_000, sumValue: `${start + n}.52` })),
      { measure: { value: "sum value" } },
      { time: { path: "timestamp", format: "epoch-ms" }, value: { path: "sumValue" } },
    ],
    [
      "a value from what it is the value of",
      daily(() => ({ sumOpenInterest: 5, sumOpenInterestValue: 3 })),
      { measure: { value: "open interest value" } },
      { value: { path: "sumOpenInterestValue" } },
    ],
    [
      "a ratio from what it is the ratio of",
      daily(() => ({ hits: 5, hit_ratio: 0.5, hits_time: 3 })),
      { measure: { value: "cache hit ratio" } },
      { value: { path: "hit_ratio" } },
    ],
    [
      "a number from the one it is compared with",
      daily(() => ({ bounces: 5, comparison: { bounces: 3 } })),
      { measure: { value: "bounces" } },
      { value: { path: "bounces" } },
    ],
    [
      "a length of time by its unit",
      daily(() => ({ resolved: 5, mean_seconds_to_resolve: 300 })),
      { measure: { value: "mean time until resolved" } },
      { value: { path: "mean_seconds_to_resolve" } },
    ],
    [
      "the total of a day by a key without marks",
      { days: daily(() => ({ totalsales: 4, stores: [{ store: "a", sales: 1 }] })) },
      { measure: { value: "total sales", per: "day" } },
      { records: "days", value: { path: "totalsales" } },
    ],
    [
      "one time that is written twice",
      [
        { dt: start, dt_txt: "2026-03-01 00:00:00", load: 5 },
        { dt: start + 3_600, dt_txt: "2026-03-01 01:00:00", load: 6 },
      ],
      { measure: { value: "load" }, timezone: "Europe/Berlin" },
      { time: { path: "dt", format: "epoch-s" } },
    ],
    [
      "the record that names its number",
      { component: { measures: [{ metric: "coverage", value: "82.3" }] } },
      { kind: "gauge", measure: { value: "coverage" } },
      { value: { path: "value" }, filter: [{ path: "metric", equals: "coverage" }] },
    ],
    [
      "one record of several, also where it is asked for as a number",
      {
        stats: [
          { name: "followers", count: 3 },
          { name: "likes", count: 9 },
        ],
      },
      { kind: "gauge", measure: { value: "number of followers" } },
      { value: { path: "count" }, filter: [{ path: "name", equals: "followers" }] },
    ],
  ])("%s", async (_, body, asked, expected) => {
    expect(await mappingFor(body, asked)).toMatchObject(expected as object);
  });
});
