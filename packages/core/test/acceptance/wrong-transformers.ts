import type { JudgedMetric } from "./judge-code.js";
import {
  candles,
  closedIssues,
  latency,
  nested,
  orderCount,
  orders,
  paidOrders,
  rates,
  repository,
  temperatures,
  visits,
  weather,
} from "./judged-metrics.js";

/** Right code, and what makes it wrong: text that stands in it, and what to write instead. */
interface Mutations {
  readonly name: string;
  readonly metric: JudgedMetric;
  readonly code: string;
  readonly mutants: readonly (readonly [what: string, from: string, to: string])[];
}

const perRecord: Mutations = {
  name: "one point a record",
  metric: visits,
  code: `export function transform(response, config, context) {
    const points = [];
    for (const row of response.data) {
      if (row.page_views == null || row.date == null) continue;
      points.push({ timestamp: row.date, value: row.page_views });
    }
    return points;
  }`,
  mutants: [
    ["neighbour field", "value: row.page_views", "value: row.visitors"],
    ["identifier", "value: row.page_views", "value: row.id"],
    ["sum of both", "value: row.page_views", "value: row.page_views + row.visitors"],
    ["constant", "value: row.page_views", "value: 7"],
    ["position", "value: row.page_views", "value: points.length"],
    ["text joined", "value: row.page_views", 'value: Number("" + row.page_views + row.visitors)'],
    ["scaled", "value: row.page_views", "value: row.page_views / 100"],
    ["thousands", "value: row.page_views", "value: row.page_views * 1000"],
    ["off by one", "value: row.page_views", "value: row.page_views + 1"],
    ["cumulative", "value: row.page_views", "value: (points.at(-1)?.value ?? 0) + row.page_views"],
    ["difference to the one before", "value: row.page_views", "value: row.page_views - (points.at(-1)?.value ?? 0)"],
    ["one special record", "value: row.page_views", "value: row.id === 9003 ? 1 : row.page_views"],
    ["one special day", "value: row.page_views", 'value: row.date === "2026-02-23" ? 99 : row.page_views'],
    ["limit above", "value: row.page_views", "value: Math.min(row.page_views, 100000)"],
    ["limit below", "value: row.page_views", "value: Math.max(row.page_views, 0)"],
    ["absolute", "value: row.page_views", "value: Math.abs(row.page_views)"],
    ["rounded", "value: row.page_views", "value: Math.round(row.page_views)"],
    ["rounded to tens", "value: row.page_views", "value: Math.round(row.page_views / 10) * 10"],
    [
      "missing as 0",
      "if (row.page_views == null || row.date == null) continue;",
      "row.page_views = row.page_views || 0;",
    ],
    [
      "missing as 0 by ??",
      "if (row.page_views == null || row.date == null) continue;",
      "row.page_views = row.page_views ?? 0;",
    ],
    [
      "missing as the one before",
      "if (row.page_views == null || row.date == null) continue;",
      "row.page_views ??= points.at(-1)?.value ?? 1;",
    ],
    ["zeros left out", "row.page_views == null ||", "!row.page_views ||"],
    ["first record left out", "return points;", "return points.slice(1);"],
    ["last record left out", "return points;", "return points.slice(0, -1);"],
    ["at most ten", "return points;", "return points.slice(0, 10);"],
    ["at most fifty", "return points;", "return points.slice(0, 50);"],
    ["every other", "return points;", "return points.filter((_, index) => index % 2 === 0);"],
    ["the largest ones", "return points;", "return points.sort((a, b) => b.value - a.value).slice(0, 8);"],
    ["above the mean", "return points;", "return points.filter((p) => p.value > 140);"],
    [
      "last days only",
      "return points;",
      "return points.filter((p) => Date.parse(p.timestamp) > context.fetchedAt - 13 * 86400000);",
    ],
    ["without noted days", "row.page_views == null ||", "row.note !== null ||"],
    ["a series of no one's asking", "value: row.page_views", 'value: row.page_views, series: row.note ?? "none"'],
    ["a day early", "timestamp: row.date", "timestamp: Date.parse(row.date) - 86400000"],
    ["a day late", "timestamp: row.date", "timestamp: Date.parse(row.date) + 86400000"],
    ["an hour off", "timestamp: row.date", 'timestamp: row.date + "T00:00:00+01:00"'],
    ["noon", "timestamp: row.date", 'timestamp: row.date + "T12:00:00Z"'],
    ["by position of days", "timestamp: row.date", "timestamp: Date.UTC(2026, 1, 20 + points.length)"],
    ["the time of the fetch", "timestamp: row.date", "timestamp: context.fetchedAt.getTime() - points.length"],
    [
      "values in opposite order",
      "return points;",
      "return points.map((p, i) => ({ ...p, value: points[points.length - 1 - i].value }));",
    ],
    [
      "an estimated extra day",
      "return points;",
      "return [...points, { timestamp: context.fetchedAt, value: points[0].value }];",
    ],
    [
      "an average of two days",
      "return points;",
      "return points.map((p, i) => ({ ...p, value: i === 0 ? p.value : (p.value + points[i - 1].value) / 2 }));",
    ],
  ],
};

const perDay: Mutations = {
  name: "sum per day",
  metric: orders,
  code: `export function transform(response, config, context) {
    const sums = new Map();
    for (const charge of response.data) {
      if (charge.amount_cents == null || charge.created == null) continue;
      const day = new Date(charge.created * 1000).toISOString().slice(0, 10);
      sums.set(day, (sums.get(day) ?? 0) + charge.amount_cents);
    }
    return [...sums].map(([timestamp, cents]) => ({ timestamp, value: cents / 100 }));
  }`,
  mutants: [
    ["cents as euros", "cents / 100", "cents"],
    ["divided twice", "cents / 100", "cents / 10000"],
    ["a tenth", "cents / 100", "cents / 10"],
    ["rounded to euros", "cents / 100", "Math.round(cents / 100)"],
    ["last of the day", "(sums.get(day) ?? 0) + charge.amount_cents", "charge.amount_cents"],
    [
      "largest of the day",
      "(sums.get(day) ?? 0) + charge.amount_cents",
      "Math.max(sums.get(day) ?? 0, charge.amount_cents)",
    ],
    ["count", "(sums.get(day) ?? 0) + charge.amount_cents", "(sums.get(day) ?? 0) + 100"],
    [
      "mean",
      "(sums.get(day) ?? 0) + charge.amount_cents",
      "((sums.get(day) ?? charge.amount_cents) + charge.amount_cents) / 2",
    ],
    ["per month", ".slice(0, 10)", ".slice(0, 7)"],
    ["per hour", ".slice(0, 10)", '.slice(0, 13) + ":00:00Z"'],
    ["seconds as milliseconds", "charge.created * 1000", "charge.created"],
    ["a day cut at another hour", "charge.created * 1000", "(charge.created + 6 * 3600) * 1000"],
    ["only paid", "charge.amount_cents == null", 'charge.state !== "paid" || charge.amount_cents == null'],
    ["without the first", "of response.data)", "of response.data.slice(1))"],
    [
      "joined text",
      "(sums.get(day) ?? 0) + charge.amount_cents",
      'Number(String(sums.get(day) ?? "") + charge.amount_cents)',
    ],
    [
      "running total",
      "value: cents / 100",
      "value: [...sums].filter(([day]) => day <= timestamp).reduce((sum, [, cents]) => sum + cents, 0) / 100",
    ],
    [
      "missing as 0",
      "if (charge.amount_cents == null || charge.created == null) continue;",
      "charge.amount_cents ||= 0;",
    ],
  ],
};

const others: readonly Mutations[] = [
  {
    name: "paid orders",
    metric: paidOrders,
    code: `export function transform({ data }) {
      const sums = {};
      for (const { created, amount_cents, state } of data) {
        if (state !== "paid" || created == null || amount_cents == null) continue;
        const day = new Date(created * 1000).toISOString().slice(0, 10);
        sums[day] = (sums[day] ?? 0) + amount_cents;
      }
      return Object.keys(sums).map((day) => ({ timestamp: day, value: sums[day] / 100 }));
    }`,
    mutants: [
      ["the refunded ones", 'state !== "paid"', 'state !== "refunded"'],
      ["by the identifier", 'state !== "paid"', "data[3].state === state"],
    ],
  },
  {
    name: "count per day",
    metric: orderCount,
    code: `export function transform({ data }) {
      const counts = new Map();
      for (const { created, amount_cents, state } of data) {
        if (created == null) continue;
        const day = new Date(created * 1000).toISOString().slice(0, 10);
        counts.set(day, (counts.get(day) ?? 0) + 1);
      }
      return [...counts].map(([timestamp, value]) => ({ timestamp, value }));
    }`,
    mutants: [
      ["sum", "(counts.get(day) ?? 0) + 1", "(counts.get(day) ?? 0) + amount_cents"],
      ["one a day", "(counts.get(day) ?? 0) + 1", "1"],
      ["from one on", "(counts.get(day) ?? 0) + 1", "(counts.get(day) ?? 1) + 1"],
      ["only paid", "if (created == null)", 'if (created == null || state !== "paid")'],
      ["doubled", "(counts.get(day) ?? 0) + 1", "(counts.get(day) ?? 0) + 2"],
    ],
  },
  {
    name: "series by a field",
    metric: temperatures,
    code: `export const transform = ({ readings }) => readings
      .filter((r) => r.temperature !== null && r.temperature !== undefined)
      .map((r, i) => ({ timestamp: r.timestamp, value: r.temperature, series: r.sensor }));`,
    mutants: [
      ["the other field", "value: r.temperature", "value: r.humidity"],
      [
        "missing as 0",
        "r.temperature !== null && r.temperature !== undefined",
        "(r.temperature = r.temperature ?? 0, true)",
      ],
      ["absolute", "value: r.temperature", "value: Math.abs(r.temperature)"],
      ["one decimal", "value: r.temperature", "value: Math.round(r.temperature * 10) / 10"],
      ["whole numbers", "value: r.temperature", "value: Math.trunc(r.temperature)"],
      ["one series", "series: r.sensor", 'series: "", dimensions: { sensor: r.sensor }'],
      ["series by position", "series: r.sensor", "series: String(i)"],
      [
        "value and series swapped",
        "value: r.temperature, series: r.sensor",
        "value: r.sensor.length, series: String(r.temperature)",
      ],
      ["one sensor", "r.temperature !== null", 'r.sensor === "attic" && r.temperature !== null'],
      ["above zero", "r.temperature !== null", "r.temperature > 0 && r.temperature !== null"],
    ],
  },
  {
    name: "columns side by side",
    metric: weather,
    code: `export const transform = ({ hourly }) => hourly.time.flatMap((time, i) =>
      hourly.temperature[i] == null ? [] : [{ timestamp: time, value: hourly.temperature[i] }]);`,
    mutants: [
      ["local time as UTC", "timestamp: time", 'timestamp: time + "Z"'],
      ["the column beside", "value: hourly.temperature[i]", "value: hourly.rain[i]"],
      ["one row off", "value: hourly.temperature[i]", "value: hourly.temperature[i + 1] ?? hourly.temperature[0]"],
      ["the latitude", "value: hourly.temperature[i]", "value: hourly.temperature[i] - hourly.temperature[0]"],
    ],
  },
  {
    name: "rows of cells",
    metric: candles,
    code: `export const transform = (rows) => rows.map((row) => ({ timestamp: row[0], value: parseFloat(row[4]) }));`,
    mutants: [
      ["the highest", "row[4]", "row[2]"],
      ["whole numbers", "parseFloat(row[4])", "parseInt(row[4], 10)"],
      ["milliseconds as seconds", "timestamp: row[0]", "timestamp: row[0] / 1000"],
      ["the middle", "parseFloat(row[4])", "(parseFloat(row[2]) + parseFloat(row[3])) / 2"],
    ],
  },
  {
    name: "objects by day",
    metric: rates,
    code: `export const transform = ({ rates }) => Object.entries(rates).flatMap(([date, byCurrency]) =>
      Object.entries(byCurrency).map(([series, value]) => ({ timestamp: date, value, series })));`,
    mutants: [
      ["inverse", "timestamp: date, value, series", "timestamp: date, value: 1 / value, series"],
      ["one currency", "Object.entries(byCurrency)", "Object.entries(byCurrency).slice(0, 1)"],
      ["all but the first day", "Object.entries(rates)", "Object.entries(rates).slice(1)"],
    ],
  },
  {
    name: "nested lists",
    metric: nested,
    code: `export const transform = ({ result }) => result.flatMap(({ service, points }) => points
      .filter((p) => p.requests != null && p.at != null)
      .map((p) => ({ timestamp: p.at * 1000, value: p.requests, series: service })));`,
    mutants: [
      ["the first line only", "result.flatMap(", "result.slice(0, 1).flatMap("],
      ["series by position", "series: service", 'series: "line " + result.findIndex((r) => r.service === service)'],
      ["the newest of each", "points\n      .filter(", "points.slice(-1)\n      .filter("],
    ],
  },
  {
    name: "a gauge",
    metric: repository,
    code: `export const transform = (r, config, context) => [{ timestamp: context.fetchedAt, value: r.stargazers_count }];`,
    mutants: [
      ["forks", "r.stargazers_count", "r.forks_count"],
      ["as it was", "r.stargazers_count", "4211"],
      ["both", "r.stargazers_count", "r.stargazers_count + r.forks_count"],
      ["an hour ago", "context.fetchedAt", "context.fetchedAt - 3600000"],
      ["thousands", "r.stargazers_count", "r.stargazers_count / 1000"],
    ],
  },
  {
    name: "closed issues per week",
    metric: closedIssues,
    code: `export function transform(issues) {
      const counts = new Map();
      for (const issue of issues) {
        if (!issue.closed_at) continue;
        const day = new Date(issue.closed_at);
        day.setUTCHours(0, 0, 0, 0);
        day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
        counts.set(day.toISOString(), (counts.get(day.toISOString()) ?? 0) + 1);
      }
      return Array.from(counts, ([timestamp, value]) => ({ timestamp, value }));
    }`,
    mutants: [
      ["when they were opened", "new Date(issue.closed_at)", "new Date(issue.created_at)"],
      ["weeks from Sunday", "((day.getUTCDay() + 6) % 7)", "day.getUTCDay()"],
      ["open ones as well", "if (!issue.closed_at) continue;", "issue.closed_at ??= issue.created_at;"],
      ["comments", "?? 0) + 1", "?? 0) + issue.comments"],
      ["per day", "day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));", ""],
    ],
  },
  {
    name: "average per day",
    metric: latency,
    code: `export function transform({ checks }) {
      const days = new Map();
      for (const check of checks) {
        if (check.response_ms == null || check.checked_at == null) continue;
        const day = check.checked_at.slice(0, 10);
        const entry = days.get(day) ?? { sum: 0, count: 0 };
        entry.sum += check.response_ms;
        entry.count += 1;
        days.set(day, entry);
      }
      return [...days].map(([timestamp, { sum, count }]) => ({ timestamp, value: sum / count }));
    }`,
    mutants: [
      ["sum", "value: sum / count", "value: sum"],
      ["count", "value: sum / count", "value: count"],
      ["a fixed number of checks", "value: sum / count", "value: sum / 5"],
      ["in seconds", "value: sum / count", "value: sum / count / 1000"],
      ["missing as 0", "check.response_ms == null ||", "(check.response_ms ??= 0) === null ||"],
      ["mean of means", "entry.count += 1;", "entry.count = Math.max(1, entry.count);"],
      ["one more", "entry.count += 1;", "entry.count += 1; if (entry.count > 4) entry.count += 1;"],
      ["rounded", "value: sum / count", "value: Math.round(sum / count)"],
    ],
  },
];

/** Code that is wrong in one place each, with the right code it was made from. */
export const wrongTransformers: readonly (readonly [name: string, metric: JudgedMetric, code: string])[] = [
  perRecord,
  perDay,
  ...others,
].flatMap(({ name, metric, code, mutants }) =>
  mutants.map(([what, from, to]) => {
    if (!code.includes(from)) throw new Error(`"${from}" does not stand in the code of ${name}.`);
    return [`${name}: ${what}`, metric, code.replace(from, to)] as const;
  }),
);

/** The right code that the wrong ones are made from. */
export const unchangedTransformers: readonly (readonly [name: string, metric: JudgedMetric, code: string])[] = [
  perRecord,
  perDay,
  ...others,
].map(({ name, metric, code }) => [name, metric, code] as const);
