import { expect, it } from "vitest";
import { payloadLiterals } from "./payload-literals.js";

const payload = { orders: [{ shop: "Berlin Mitte", state: "paid", total: 1299, at: "2026-03-01" }] };

it("names texts and numbers that stand only among the response's values", () => {
  const code = `// for 'Berlin Mitte' and 1299 in a comment
    export function transform(r) {
      return r.orders.filter((o) => o.shop === "Berlin Mitte" && o.total !== 1_299).map((o) => ({ timestamp: o.at, value: o["total"] }));
    }`;
  expect(payloadLiterals(code, payload, [])).toEqual(["Berlin Mitte", "1299"]);
});

it("keys of the response and words of the metric tell nothing", () => {
  const code = `export const transform = (r) => r["orders"].filter((o) => o['state'] === 'paid').map((o) => ({ timestamp: o.at, value: o.total / 100 }));`;
  expect(payloadLiterals(code, payload, ["total of paid orders"])).toEqual([]);
  expect(payloadLiterals(code, payload, ["total of orders"])).toEqual(["paid"]);
});
