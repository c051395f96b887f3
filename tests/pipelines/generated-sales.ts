import { defineTemplate } from "@metricsmith/core";
import { dailySales } from "./templates.js";

const { mapping: _mapping, ...undescribed } = dailySales;

/** Daily sales of which nobody says how points come out of the response, but what is measured. */
export const generatedSales = defineTemplate({
  ...undescribed,
  id: "generated-sales",
  measure: { value: "items.amount", time: "items.day", per: "day" },
});

/** Right code for it. */
export const rightCode = `export function transform(response) {
  return response.items.map((item) => ({ timestamp: item.day, value: item.amount }));
}`;

/** Runs, and gives the number of items for the amount: it looks right and is not. */
export const wrongCode = `export function transform(response) {
  return response.items.map((item, index) => ({ timestamp: item.day, value: index + 1 }));
}`;

/** The same template with words that fit two columns of `twoAmounts`. */
export const vagueSales = defineTemplate({
  ...undescribed,
  id: "vague-sales",
  measure: { value: "amount", time: "items.day", per: "day" },
});

/** Two amounts a day, from 1 March 2026 on. */
export function twoAmounts(...amounts: readonly number[]) {
  const items = amounts.map((amount, index) => ({
    day: `2026-03-${String(index + 1).padStart(2, "0")}`,
    net_amount: amount,
    gross_amount: amount * 1.19,
  }));
  return { json: { items } };
}
