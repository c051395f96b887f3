import type { JudgedMetric } from "./judge-code.js";

/** Statistics whose time stands in parts, as "M03" of "2025". */
export const monthParts: JudgedMetric = {
  measure: { value: "value" },
  response: {
    Results: {
      series: [
        {
          seriesID: "LNS14",
          data: Array.from({ length: 8 }, (_, index) => ({
            year: String(2025 + Math.floor(index / 5)),
            period: `M${String((index % 5) + 3).padStart(2, "0")}`,
            periodName: ["March", "April", "May", "June", "July"][index % 5] ?? "",
            value: (3.5 + index / 10).toFixed(1),
          })),
        },
      ],
    },
  },
};

/** Quarters as text. */
export const quarters: JudgedMetric = {
  measure: { value: "gdp growth", time: "quarter" },
  response: Array.from({ length: 7 }, (_, index) => ({
    quarter: `${2024 + Math.floor(index / 4)}-Q${(index % 4) + 1}`,
    gdp_growth: Number((0.4 + index * 0.15).toFixed(2)),
    inflation: Number((2.1 + index * 0.05).toFixed(2)),
  })),
};

/** Times with offsets of their own. */
export const offsets: JudgedMetric = {
  timezone: "America/New_York",
  measure: { value: "rides", time: "started", per: "day" },
  response: {
    items: Array.from({ length: 11 }, (_, index) => ({
      started: `2026-02-${String(10 + Math.floor(index / 3)).padStart(2, "0")}T${String(2 + (index % 3) * 8).padStart(2, "0")}:30:00+0${(index % 2) + 1}:00`,
      rides: 10 + index * 3,
    })),
  },
};

/** The newest of several prices. */
export const latestPrice: JudgedMetric = {
  kind: "gauge",
  measure: { value: "latest price", unit: "USD" },
  response: {
    prices: Array.from({ length: 9 }, (_, index) => ({
      at: new Date(Date.UTC(2026, 2, 8, 3 + index)).toISOString(),
      price: 99.5 + ((index * 5) % 7),
    })),
  },
};

/** Dates and clocks in two fields. */
export const dateAndClock: JudgedMetric = {
  timezone: "Europe/Berlin",
  measure: { value: "water level" },
  response: {
    rows: Array.from({ length: 9 }, (_, index) => ({
      date: `2026-02-${String(10 + Math.floor(index / 3)).padStart(2, "0")}`,
      clock: `${String(4 + (index % 3) * 7).padStart(2, "0")}:30`,
      water_level: 310 + index * 4,
    })),
  },
};

/** Edges and nodes. */
export const graphql: JudgedMetric = {
  measure: { value: "number of orders", time: "created at", per: "month" },
  response: {
    data: {
      orders: {
        edges: Array.from({ length: 9 }, (_, index) => ({
          cursor: `c${index}`,
          node: {
            id: `gid://${index}`,
            createdAt: new Date(Date.UTC(2025, 10, 3 + index * 14, 8)).toISOString(),
            total: index * 7,
          },
        })),
        pageInfo: { hasNextPage: false },
      },
    },
  },
};

/** Lines with labels, and values as text. */
export const matrix: JudgedMetric = {
  measure: { value: "request rate", series: "job" },
  response: {
    status: "success",
    data: {
      resultType: "matrix",
      result: ["api", "web"].map((job, line) => ({
        metric: { job, instance: `${job}:9100` },
        values: Array.from({ length: 6 }, (_, index) => [
          1_772_323_200 + index * 15.5,
          (41.2 + line * 7 + index * 1.25).toFixed(3),
        ]),
      })),
    },
  },
};

/** Reports whose rows hold their names elsewhere. */
export const report: JudgedMetric = {
  measure: { value: "sessions", time: "date" },
  response: {
    dimensionHeaders: [{ name: "date" }],
    metricHeaders: [{ name: "sessions" }, { name: "totalUsers" }],
    rows: Array.from({ length: 8 }, (_, index) => ({
      dimensionValues: [{ value: `202602${String(10 + index)}` }],
      metricValues: [{ value: String(120 + ((index * 31) % 57)) }, { value: String(80 + ((index * 13) % 23)) }],
    })),
    rowCount: 8,
  },
};

/** Gross and fees, of which the difference is asked for. */
export const netRevenue: JudgedMetric = {
  measure: { value: "net revenue: gross amount minus fees", time: "date" },
  response: {
    days: Array.from({ length: 7 }, (_, index) => ({
      date: `2026-02-${String(10 + index)}`,
      gross_amount: 500 + ((index * 97) % 211),
      fees: Number((12.5 + index * 0.75).toFixed(2)),
    })),
  },
};

/** Builds with a start and an end. */
export const builds: JudgedMetric = {
  measure: { value: "average build duration", time: "started at", per: "day", unit: "minutes" },
  response: {
    builds: Array.from({ length: 10 }, (_, index) => ({
      id: `b${index}`,
      started_at: new Date(Date.UTC(2026, 1, 20, index * 7)).toISOString(),
      finished_at: new Date(Date.UTC(2026, 1, 20, index * 7, 4 + ((index * 3) % 11), 30)).toISOString(),
    })),
  },
};

/** Events of users, of whom different ones are asked for. */
export const activeUsers: JudgedMetric = {
  measure: { value: "number of unique users", time: "time", per: "day" },
  response: {
    events: Array.from({ length: 15 }, (_, index) => ({
      time: new Date(Date.UTC(2026, 1, 20, index * 5)).toISOString(),
      user: `u${(index * index) % 5}`,
      kind: "login",
    })),
  },
};

/** Amounts in text with decimals, several a day. */
export const sales: JudgedMetric = {
  measure: { value: "total sales", time: "sold on", per: "week", unit: "EUR" },
  response: {
    sales: Array.from({ length: 13 }, (_, index) => ({
      sold_on: new Date(Date.UTC(2026, 1, 3 + index * 2)).toISOString().slice(0, 10),
      sales: (19.9 + ((index * 717) % 9_000) / 100).toFixed(2),
      currency: "EUR",
    })),
  },
};

/** How many there are now. */
export const openTickets: JudgedMetric = {
  kind: "gauge",
  measure: { value: "number of open tickets" },
  response: {
    tickets: Array.from({ length: 9 }, (_, index) => ({
      id: index,
      state: index % 3 === 0 ? "closed" : "open",
      priority: index % 4,
    })),
  },
};
