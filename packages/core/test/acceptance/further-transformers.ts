import {
  activeUsers,
  builds,
  dateAndClock,
  graphql,
  latestPrice,
  matrix,
  monthParts,
  netRevenue,
  offsets,
  openTickets,
  quarters,
  report,
  sales,
} from "./further-metrics.js";
import type { JudgedMetric } from "./judge-code.js";
import { orders } from "./judged-metrics.js";

/** Right code for responses of further shapes. */
export const furtherTransformers: readonly (readonly [style: string, metric: JudgedMetric, code: string])[] = [
  [
    "year and month in parts",
    monthParts,
    `export const transform = (r) => r.Results.series[0].data.map((d) => ({
       timestamp: Date.UTC(Number(d.year), Number(d.period.slice(1)) - 1, 1), value: parseFloat(d.value) }));`,
  ],
  [
    "quarters by a table",
    quarters,
    `const MONTHS = { Q1: "01", Q2: "04", Q3: "07", Q4: "10" };
     export const transform = (rows) => rows.map((row) => {
       const [year, quarter] = row.quarter.split("-");
       return { timestamp: year + "-" + MONTHS[quarter] + "-01", value: row.gdp_growth };
     });`,
  ],
  [
    "days of a zone, summed, as dates",
    { ...offsets, measure: { ...offsets.measure, value: "total rides" } },
    `export function transform({ items }, config, context) {
       const sums = new Map();
       for (const { started, rides } of items) {
         if (started == null || rides == null) continue;
         const { year, month, day } = context.local(started);
         const key = [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
         sums.set(key, (sums.get(key) ?? 0) + rides);
       }
       return [...sums].map(([timestamp, value]) => ({ timestamp, value }));
     }`,
  ],
  [
    "the newest by sorting",
    latestPrice,
    `export function transform({ prices }, config, context) {
       const usable = prices.filter((p) => p.price != null && p.at != null);
       if (usable.length === 0) return [];
       const [newest] = [...usable].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
       return [{ timestamp: context.fetchedAt, value: newest.price }];
     }`,
  ],
  [
    "date and clock joined",
    dateAndClock,
    `export const transform = ({ rows }) => rows
       .filter((row) => row.water_level != null && row.date && row.clock)
       .map((row) => ({ timestamp: row.date + "T" + row.clock + ":00", value: row.water_level }));`,
  ],
  [
    "count per month of nodes",
    graphql,
    `export function transform(response) {
       const nodes = (response.data?.orders?.edges ?? []).map((edge) => edge.node);
       const counts = {};
       for (const node of nodes) {
         if (!node.createdAt) continue;
         const month = node.createdAt.slice(0, 7);
         counts[month] = (counts[month] ?? 0) + 1;
       }
       return Object.entries(counts).map(([month, value]) => ({ timestamp: month, value }));
     }`,
  ],
  [
    "a matrix of lines, if it succeeded",
    matrix,
    `export function transform(response) {
       if (response.status !== "success") return [];
       const points = [];
       for (const { metric, values } of response.data.result) {
         for (const [seconds, text] of values) points.push({ timestamp: seconds * 1000, value: Number(text), series: metric.job });
       }
       return points.filter((point) => !Number.isNaN(point.value));
     }`,
  ],
  [
    "rows with headers elsewhere, found by name",
    report,
    `export function transform({ metricHeaders, rows }) {
       const index = metricHeaders.findIndex((header) => header.name === "sessions");
       return rows.map((row) => {
         const text = row.dimensionValues[0].value;
         return {
           timestamp: text.slice(0, 4) + "-" + text.slice(4, 6) + "-" + text.slice(6, 8),
           value: parseInt(row.metricValues[index].value, 10),
         };
       });
     }`,
  ],
  [
    "rows with headers elsewhere, by position",
    report,
    `export const transform = (r) => r.rows.map(({ dimensionValues: [date], metricValues: [sessions] }) => ({
       timestamp: new Date(date.value.replace(/(....)(..)(..)/, "$1-$2-$3")), value: Number(sessions.value) }));`,
  ],
  [
    "a difference that is asked for",
    netRevenue,
    `export const transform = ({ days }) => days.filter((d) => d.gross_amount != null && d.fees != null)
       .map((d) => ({ timestamp: d.date, value: d.gross_amount - d.fees }));`,
  ],
  [
    "mean duration in minutes",
    builds,
    `export function transform({ builds }) {
       const byDay = new Map();
       for (const build of builds) {
         if (!build.started_at || !build.finished_at) continue;
         const minutes = (Date.parse(build.finished_at) - Date.parse(build.started_at)) / 60000;
         const day = build.started_at.slice(0, 10);
         byDay.set(day, [...(byDay.get(day) ?? []), minutes]);
       }
       return [...byDay].map(([timestamp, all]) => ({ timestamp, value: all.reduce((a, b) => a + b, 0) / all.length }));
     }`,
  ],
  [
    "different users by a Set",
    activeUsers,
    `export function transform({ events }) {
       const users = {};
       for (const { time, user } of events) {
         if (!time || user == null) continue;
         (users[time.slice(0, 10)] ??= new Set()).add(user);
       }
       return Object.entries(users).map(([timestamp, set]) => ({ timestamp, value: set.size }));
     }`,
  ],
  [
    "sums per week, rounded to the cent",
    sales,
    `export function transform({ sales }) {
       const weeks = new Map();
       for (const { sold_on, sales: amount } of sales) {
         if (!sold_on || amount === undefined || amount === null) continue;
         const day = new Date(sold_on + "T00:00:00Z");
         day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
         const key = day.toISOString().slice(0, 10);
         weeks.set(key, (weeks.get(key) ?? 0) + Number(amount));
       }
       return [...weeks].map(([timestamp, sum]) => ({ timestamp, value: Math.round(sum * 100) / 100 }));
     }`,
  ],
  [
    "cents to euros with toFixed",
    orders,
    `export function transform({ data }) {
       const sums = {};
       for (const { created, amount_cents } of data) {
         if (!created || typeof amount_cents !== "number") continue;
         const day = new Date(created * 1e3).toISOString().slice(0, 10);
         sums[day] = (sums[day] ?? 0) + amount_cents;
       }
       return Object.entries(sums).map(([timestamp, cents]) => ({ timestamp, value: Number((cents / 100).toFixed(2)) }));
     }`,
  ],
  [
    "cents divided only where the currency is the one asked for",
    orders,
    `export function transform({ data }) {
       const sums = new Map();
       for (const charge of data) {
         if (charge.currency !== "eur" || charge.created == null || charge.amount_cents == null) continue;
         const day = new Date(charge.created * 1000).toISOString().slice(0, 10);
         sums.set(day, (sums.get(day) ?? 0) + charge.amount_cents / 100);
       }
       return Array.from(sums, ([timestamp, value]) => ({ timestamp, value }));
     }`,
  ],
  [
    "how many are open now",
    openTickets,
    `export const transform = ({ tickets }, config, { fetchedAt }) => [
       { timestamp: fetchedAt, value: tickets.filter((ticket) => ticket.state === "open").length } ];`,
  ],
];
