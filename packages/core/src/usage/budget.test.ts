import { expect, it } from "vitest";
import { budgetLines, budgetSchema, costOf } from "./budget.js";

const subject = { organizationId: "acme", metricId: "m1" };

it("budgetLines() names a counter for each limit, cut into windows of UTC", () => {
  const lines = budgetLines(
    [
      { scope: "metric", window: "day", tokens: 10 },
      { scope: "organization", window: "month", tokens: 20, cost: 3 },
      { scope: "total", window: "all", cost: 4 },
    ],
    subject,
    new Date("2026-12-31T23:59:59.999Z"),
  );
  expect(lines).toEqual([
    {
      name: "model-tokens:metric:m1",
      window: "2026-12-31",
      unit: "tokens",
      limit: 10,
      expiresAt: new Date("2027-01-01T00:00:00.000Z"),
    },
    {
      name: "model-tokens:organization:acme",
      window: "2026-12",
      unit: "tokens",
      limit: 20,
      expiresAt: new Date("2027-01-01T00:00:00.000Z"),
    },
    {
      name: "model-cost:organization:acme",
      window: "2026-12",
      unit: "cost",
      limit: 3,
      expiresAt: new Date("2027-01-01T00:00:00.000Z"),
    },
    { name: "model-cost:total", window: "", unit: "cost", limit: 4, expiresAt: null },
  ]);
});

it("budgetLines() names a counter once, with the lowest of its limits", () => {
  const budgets = [30, 10, 20].map((tokens) => ({ scope: "total", window: "all", tokens }) as const);
  expect(budgetLines(budgets, subject, new Date())).toMatchObject([{ name: "model-tokens:total", limit: 10 }]);
});

it("costOf() counts a million tokens at their price, and nothing without one", () => {
  const price = { inputPerMillion: 2, outputPerMillion: 8 };
  expect(costOf(price, { inputTokens: 500_000, outputTokens: 250_000 })).toBe(3);
  expect(costOf(null, { inputTokens: 1, outputTokens: 1 })).toBeNull();
});

it("a budget without a limit is refused", () => {
  expect(budgetSchema.safeParse({ scope: "total", window: "day" }).success).toBe(false);
  expect(budgetSchema.safeParse({ scope: "total", window: "day", tokens: 0 }).success).toBe(true);
});
