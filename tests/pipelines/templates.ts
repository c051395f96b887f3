import { defineTemplate } from "@metricsmith/core";
import { z } from "zod";

const api = "https://api.example.com";

/** One point a day, times from the response. */
export const dailySales = defineTemplate({
  id: "daily-sales",
  provider: "shop",
  name: "Daily sales",
  measure: { value: "amount sold", time: "day of the sale", per: "day", unit: "USD" },
  parameters: z.object({ SHOP: z.string() }),
  request: { endpoint: `${api}/shops/{SHOP}/sales` },
  mapping: { records: "items", time: { path: "day", format: "date" }, value: { path: "amount" } },
});

/** The same, with a second request for what the first no longer shows, in another shape. */
export const archivedSales = defineTemplate({
  id: "archived-sales",
  provider: "shop",
  name: "Archived sales",
  measure: { value: "amount sold", time: "day of the sale" },
  parameters: z.object({}),
  request: { endpoint: `${api}/sales/recent` },
  historicalRequest: { endpoint: `${api}/sales/archive` },
  mapping: { records: "items", time: { path: "day", format: "date" }, value: { path: "amount" } },
  historical: { transform: "const transform = (rows) => rows.map(([timestamp, value]) => ({ timestamp, value }));" },
});

/** One point a fetch. */
export const queueLength = defineTemplate({
  id: "queue-length",
  provider: "shop",
  name: "Queue length",
  kind: "gauge",
  measure: { value: "people waiting" },
  parameters: z.object({}),
  request: { endpoint: `${api}/queue` },
  mapping: { records: "", recordsAre: "object", value: { path: "length" } },
});

/** The latest state only. */
export const openOrders = defineTemplate({
  id: "open-orders",
  provider: "shop",
  name: "Open orders",
  kind: "snapshot",
  measure: { value: "orders that are open" },
  parameters: z.object({ SHOP: z.string().default("main") }),
  request: { endpoint: `${api}/orders` },
});

const { mapping: _mapping, ...undescribed } = dailySales;

/** Daily sales of which nobody says how points come out of the response, but what is measured. */
export const generatedSales = defineTemplate({
  ...undescribed,
  id: "generated-sales",
  measure: { value: "items.amount", time: "items.day", per: "day" },
});

/** The same with words that fit two columns of `twoAmounts`. */
export const vagueSales = defineTemplate({
  ...undescribed,
  id: "vague-sales",
  measure: { value: "amount", time: "items.day", per: "day" },
});

export const templates = [dailySales, archivedSales, queueLength, openOrders, generatedSales, vagueSales] as const;

/** A chart function of the host's own. */
export const totalChart = `export function transform(rows) {
  const total = rows.reduce((sum, row) => sum + row.value, 0);
  return {
    chartType: "kpi",
    chartData: [{ name: "total", value: total }],
    chartConfig: { value: { label: "Total", color: "var(--chart-1)" } },
    xAxisKey: "name",
    dataKeys: ["value"],
    title: "Total of " + rows.length,
  };
}`;

/** A response of `vague-sales`: two amounts a day, from 1 March 2026 on. */
export function twoAmounts(...amounts: readonly number[]) {
  const items = amounts.map((amount, index) => ({
    day: `2026-03-${String(index + 1).padStart(2, "0")}`,
    net_amount: amount,
    gross_amount: amount * 1.19,
  }));
  return { json: { items } };
}

/** A response of `daily-sales`: one amount a day, from 1 March 2026 on. */
export function sales(...amounts: readonly number[]): { json: { items: { day: string; amount: number }[] } } {
  const items = amounts.map((amount, index) => ({ day: `2026-03-${String(index + 1).padStart(2, "0")}`, amount }));
  return { json: { items } };
}
