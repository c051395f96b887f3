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

/** Code that is right, in the ways in which people and models write it. */
export const goodTransformers: readonly (readonly [style: string, metric: JudgedMetric, code: string])[] = [
  [
    "map of an arrow",
    visits,
    `export const transform = (response) => response.data.map((row) => ({ timestamp: row.date, value: row.page_views }));`,
  ],
  [
    "a loop that pushes, with guards",
    visits,
    `export default function transform(apiResponse) {
       const points = [];
       if (!apiResponse || !Array.isArray(apiResponse.data)) return points;
       for (let i = 0; i < apiResponse.data.length; i++) {
         const row = apiResponse.data[i];
         if (typeof row.page_views !== "number" || !row.date) continue;
         points.push({ timestamp: new Date(row.date), value: row.page_views });
       }
       return points;
     }`,
  ],
  [
    "typed, sorted, with dimensions",
    visits,
    `interface Row { date: string; page_views: number; visitors: number }
     export function transform(response: { data: Row[] }) {
       return response.data
         .filter((row: Row) => row.page_views !== null && row.page_views !== undefined)
         .map(({ date, page_views: value, visitors }: Row) => ({ timestamp: date + "T00:00:00Z", value, dimensions: { visitors } }))
         .sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
     }`,
  ],
  [
    "async, with a helper and destructuring",
    visits,
    `const toPoint = ({ date, page_views }) => ({ timestamp: Date.parse(date), value: Number(page_views) });
     export async function transform({ data }) {
       const points = await Promise.all(data.map(async (row) => toPoint(row)));
       return points.filter((point) => Number.isFinite(point.value) && Number.isFinite(point.timestamp));
     }`,
  ],
  [
    "reduce with spread",
    visits,
    `export const transform = (r) => r.data.reduce((all, d) => (d.page_views == null ? all : [...all, { timestamp: d.date, value: d.page_views }]), []);`,
  ],
  [
    "flatMap, optional chaining, a constant series",
    visits,
    `export const transform = (r) => (r?.data ?? []).flatMap((d) => d?.page_views == null || d.date == null ? [] : [{ timestamp: d.date, value: d.page_views, series: "views" }]);`,
  ],
  [
    "only answers that are ok",
    visits,
    `export function transform(r) {
       if (r.status !== "ok") throw new Error("unexpected status " + r.status);
       return r.data.filter((d) => d.page_views != null).map((d) => ({ timestamp: new Date(d.date + "T00:00:00.000Z").toISOString(), value: parseInt(d.page_views, 10) }));
     }`,
  ],
  [
    "sum per day in a Map",
    orders,
    `export function transform(response) {
       const sums = new Map();
       for (const charge of response.data) {
         if (charge.amount_cents == null || charge.created == null) continue;
         const day = new Date(charge.created * 1000).toISOString().slice(0, 10);
         sums.set(day, (sums.get(day) ?? 0) + charge.amount_cents);
       }
       return [...sums].map(([timestamp, cents]) => ({ timestamp, value: cents / 100 }));
     }`,
  ],
  [
    "sum per day in an object, cents divided one by one",
    orders,
    `export function transform(response) {
       const byDay = {};
       response.data.forEach((charge) => {
         if (typeof charge.amount_cents !== "number" || !charge.created) return;
         const date = new Date(charge.created * 1000);
         const key = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
         byDay[key] = (byDay[key] || 0) + charge.amount_cents / 100;
       });
       return Object.entries(byDay).map(([key, value]) => ({ timestamp: Number(key), value })).sort((a, b) => a.timestamp - b.timestamp);
     }`,
  ],
  [
    "groups of arrays, then reduced",
    orders,
    `const DAY = 86400;
     export const transform = ({ data }) => {
       const groups = new Map();
       for (const c of data.filter((c) => c.created && c.amount_cents !== undefined && c.amount_cents !== null)) {
         const start = Math.floor(c.created / DAY) * DAY;
         if (!groups.has(start)) groups.set(start, []);
         groups.get(start).push(c.amount_cents);
       }
       return Array.from(groups.entries(), ([start, amounts]) => ({ timestamp: start * 1000, value: amounts.reduce((a, b) => a + b, 0) * 0.01 }));
     };`,
  ],
  [
    "a filter that the measure asks for",
    paidOrders,
    `export function transform({ data }) {
       const sums = {};
       for (const { created, amount_cents, state } of data) {
         if (state !== "paid" || created == null || amount_cents == null) continue;
         const day = new Date(created * 1000).toISOString().slice(0, 10);
         sums[day] = (sums[day] ?? 0) + amount_cents;
       }
       return Object.keys(sums).map((day) => ({ timestamp: day, value: sums[day] / 100 }));
     }`,
  ],
  [
    "count per day",
    orderCount,
    `export function transform({ data }) {
       const counts = new Map();
       for (const { created } of data) {
         if (created === undefined || created === null) continue;
         const day = new Date(created * 1000);
         day.setUTCHours(0, 0, 0, 0);
         counts.set(day.getTime(), (counts.get(day.getTime()) || 0) + 1);
       }
       return [...counts.entries()].map(([timestamp, value]) => ({ timestamp: new Date(timestamp), value }));
     }`,
  ],
  [
    "count per day by filtering",
    orderCount,
    `export const transform = (r) => {
       const dayOf = (c) => new Date(c.created * 1000).toISOString().substring(0, 10);
       const charges = r.data.filter((c) => Number.isFinite(c.created));
       const days = [...new Set(charges.map(dayOf))];
       return days.map((day) => ({ timestamp: day, value: charges.filter((c) => dayOf(c) === day).length }));
     };`,
  ],
  [
    "series by a field",
    temperatures,
    `export const transform = ({ readings }) => readings
       .filter((reading) => reading.temperature !== null && reading.temperature !== undefined)
       .map((reading) => ({ timestamp: reading.timestamp, value: reading.temperature, series: reading.sensor }));`,
  ],
  [
    "series by grouping first",
    temperatures,
    `export function transform(body) {
       const bySensor = body.readings.reduce((groups, reading) => {
         (groups[reading.sensor] = groups[reading.sensor] || []).push(reading);
         return groups;
       }, {});
       const points = [];
       for (const sensor of Object.keys(bySensor)) {
         for (const { timestamp, temperature } of bySensor[sensor]) {
           if (typeof temperature === "number") points.push({ timestamp: new Date(timestamp), value: temperature, series: sensor });
         }
       }
       return points;
     }`,
  ],
  [
    "parallel arrays by index, local time as text",
    weather,
    `export const transform = ({ hourly }) => hourly.time.flatMap((time, i) => hourly.temperature[i] == null ? [] : [{ timestamp: time, value: hourly.temperature[i] }]);`,
  ],
  [
    "parallel arrays in a loop, local time by the context",
    weather,
    `export function transform(response, config, context) {
       const { time, temperature } = response.hourly;
       const points = [];
       for (const [index, text] of time.entries()) {
         if (typeof temperature[index] !== "number" || typeof text !== "string") continue;
         const asUtc = Date.parse(text + "Z");
         const local = context.local(asUtc);
         const shift = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute) - asUtc;
         const guess = asUtc - shift;
         const again = context.local(guess);
         const shown = Date.UTC(again.year, again.month - 1, again.day, again.hour, again.minute);
         points.push({ timestamp: guess + (asUtc - shown), value: temperature[index] });
       }
       return points;
     }`,
  ],
  [
    "rows of cells, destructured",
    candles,
    `export const transform = (rows) => rows.map(([time, open, high, low, close]) => ({ timestamp: time, value: parseFloat(close) }));`,
  ],
  [
    "rows of cells by position, with Number",
    candles,
    `export function transform(klines) {
       return klines.filter((k) => k[4] !== undefined).map((k) => ({ timestamp: new Date(k[0]).toISOString(), value: Number(k[4]) }));
     }`,
  ],
  [
    "objects by day, with Object.entries",
    rates,
    `export const transform = ({ rates }) => Object.entries(rates).flatMap(([date, byCurrency]) =>
       Object.entries(byCurrency).map(([series, value]) => ({ timestamp: date, value, series })));`,
  ],
  [
    "objects by day, with for-in",
    rates,
    `export function transform(response) {
       const points = [];
       for (const date in response.rates) {
         for (const currency in response.rates[date]) {
           const rate = response.rates[date][currency];
           if (rate === null || rate === undefined) continue;
           points.push({ timestamp: Date.parse(date), value: rate, series: currency });
         }
       }
       return points;
     }`,
  ],
  [
    "nested lists with flatMap",
    nested,
    `export const transform = ({ result }) => result.flatMap(({ service, points }) => points
       .filter((p) => p.requests != null && p.at != null)
       .map((p) => ({ timestamp: p.at * 1000, value: p.requests, series: service })));`,
  ],
  [
    "nested lists with forEach",
    nested,
    `export function transform(body) {
       const out = [];
       body.result.forEach(function (line) {
         line.points.forEach(function (point) {
           if (!Number.isFinite(point.at) || !Number.isFinite(point.requests)) return;
           out.push({ series: String(line.service), timestamp: new Date(1000 * point.at), value: point.requests, dimensions: null });
         });
       });
       return out;
     }`,
  ],
  [
    "a gauge at the time of the fetch",
    repository,
    `export const transform = (repository, config, context) => [{ timestamp: context.fetchedAt, value: repository.stargazers_count }];`,
  ],
  [
    "a gauge at the present time",
    repository,
    `export function transform(repository) { return [{ timestamp: new Date(), value: Number(repository.stargazers_count) }]; }`,
  ],
  [
    "count per week of Mondays",
    closedIssues,
    `export function transform(issues) {
       const counts = new Map();
       for (const issue of issues) {
         if (!issue.closed_at) continue;
         const day = new Date(issue.closed_at);
         day.setUTCHours(0, 0, 0, 0);
         day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
         const key = day.toISOString();
         counts.set(key, (counts.get(key) ?? 0) + 1);
       }
       return Array.from(counts, ([timestamp, value]) => ({ timestamp, value }));
     }`,
  ],
  [
    "average per day of sums and counts",
    latency,
    `export function transform({ checks }) {
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
  ],
  [
    "average per day with a mean helper",
    latency,
    `const mean = (values) => values.reduce((total, value) => total + value, 0) / values.length;
     export default ({ checks }) => {
       const usable = checks.filter((c) => typeof c.response_ms === "number" && typeof c.checked_at === "string");
       const days = Object.groupBy ? Object.groupBy(usable, (c) => c.checked_at.slice(0, 10)) : usable.reduce((all, c) => {
         const day = c.checked_at.slice(0, 10);
         return { ...all, [day]: [...(all[day] ?? []), c] };
       }, {});
       return Object.entries(days).map(([day, list]) => ({ timestamp: day, value: mean(list.map((c) => c.response_ms)) }));
     };`,
  ],
];
