import type { JudgedMetric } from "./judge-code.js";

const day = (index: number): string => new Date(Date.UTC(2026, 1, 20 + index)).toISOString().slice(0, 10);
const hour = (index: number): number => Date.UTC(2026, 1, 20, index * 7 + 3, 17, 5) / 1_000;

/** One record a day: two counts, an identifier and a label. */
export const visits: JudgedMetric = {
  measure: { value: "page views", time: "date" },
  response: {
    status: "ok",
    total: 12,
    data: Array.from({ length: 12 }, (_, index) => ({
      id: 9_000 + index,
      date: day(index),
      page_views: 120 + ((index * 37) % 91),
      visitors: 40 + ((index * 17) % 29),
      note: index % 4 === 0 ? "campaign" : null,
    })),
  },
};

/** Orders with amounts in cents, several a day, some of them refunded. */
export const orders: JudgedMetric = {
  measure: { value: "total amount", time: "created", per: "day", unit: "EUR" },
  response: {
    object: "list",
    has_more: false,
    data: Array.from({ length: 14 }, (_, index) => ({
      id: `ch_${index}x${index * 7}`,
      created: hour(index),
      amount_cents: 1_299 + ((index * 731) % 4_000),
      currency: "eur",
      state: index % 5 === 3 ? "refunded" : "paid",
    })),
  },
};

/** The same orders, of which only those that are paid are asked for. */
export const paidOrders: JudgedMetric = {
  ...orders,
  measure: { ...orders.measure, value: "total amount of paid orders" },
};

/** The number of orders. */
export const orderCount: JudgedMetric = {
  ...orders,
  measure: { value: "number of orders", time: "created", per: "day" },
};

/** Sensors side by side in one list, with decimals and a missing value. */
export const temperatures: JudgedMetric = {
  measure: { value: "temperature", time: "timestamp", series: "sensor" },
  response: {
    readings: Array.from({ length: 15 }, (_, index) => ({
      sensor: ["attic", "cellar", "garden"][index % 3] ?? "",
      timestamp: new Date(Date.UTC(2026, 2, 1, Math.floor(index / 3) * 4)).toISOString(),
      temperature: index === 7 ? null : Number((18.25 - index * 1.37).toFixed(2)),
      humidity: 40 + index,
    })),
  },
};

/** Columns side by side, with local times. */
export const weather: JudgedMetric = {
  timezone: "Europe/Berlin",
  measure: { value: "temperature", time: "time" },
  response: {
    latitude: 52.52,
    longitude: 13.4,
    hourly_units: { time: "iso8601", temperature: "°C", rain: "mm" },
    hourly: {
      time: Array.from({ length: 10 }, (_, index) => `2026-03-01T${String(index * 2).padStart(2, "0")}:00`),
      temperature: Array.from({ length: 10 }, (_, index) => Number((4.5 + Math.sin(index) * 3).toFixed(1))),
      rain: Array.from({ length: 10 }, (_, index) => (index % 3) / 10),
    },
  },
};

/** Rows of cells: a time in milliseconds and numbers in text. */
export const candles: JudgedMetric = {
  measure: { value: "4", time: "0" },
  response: Array.from({ length: 9 }, (_, index) => [
    Date.UTC(2026, 2, 1, index),
    (100 + index * 1.5).toFixed(4),
    (103 + index).toFixed(4),
    (98 + index).toFixed(4),
    (101.25 + ((index * 7) % 5)).toFixed(4),
  ]),
};

/** An object whose keys are days. */
export const rates: JudgedMetric = {
  measure: { value: "exchange rate", series: "currency" },
  response: {
    base: "EUR",
    rates: Object.fromEntries(
      Array.from({ length: 6 }, (_, index) => [day(index), { USD: 1.08 + index / 100, GBP: 0.85 - index / 200 }]),
    ),
  },
};

/** Points inside of named series. */
export const nested: JudgedMetric = {
  measure: { value: "requests", series: "service" },
  response: {
    result: ["api", "web"].map((service, offset) => ({
      service,
      points: Array.from({ length: 7 }, (_, index) => ({
        at: hour(index),
        requests: 5 + offset * 100 + index * index,
      })),
    })),
  },
};

/** A single object. */
export const repository: JudgedMetric = {
  kind: "gauge",
  measure: { value: "number of stars" },
  response: { id: 77, name: "lodash", stargazers_count: 4_211, forks_count: 388, open_issues_count: 17 },
};

/** Issues with two times, of which the words of the measure tell which. */
export const closedIssues: JudgedMetric = {
  measure: { value: "number of closed issues", time: "closed at", per: "week" },
  response: Array.from({ length: 12 }, (_, index) => ({
    number: 500 + index,
    title: `Issue ${index}`,
    created_at: new Date(Date.UTC(2026, 0, 3 + index * 2, 9, index)).toISOString(),
    closed_at: index % 4 === 1 ? null : new Date(Date.UTC(2026, 0, 9 + index * 3, 15, 30)).toISOString(),
    comments: (index * 3) % 7,
  })),
};

/** The mean of several values a day. */
export const latency: JudgedMetric = {
  measure: { value: "average response time", time: "checked at", per: "day", unit: "ms" },
  response: {
    checks: Array.from({ length: 16 }, (_, index) => ({
      checked_at: new Date(Date.UTC(2026, 2, 1, index * 5, 11)).toISOString(),
      response_ms: 120 + ((index * 53) % 77),
      status: "up",
    })),
  },
};
