import { z } from "zod";

export const budgetSchema = z
  .strictObject({
    /** Whose calls count together: those of one metric, of one organization, or all. */
    scope: z.enum(["metric", "organization", "total"]),
    /** Days and months are those of UTC; `all` never ends. */
    window: z.enum(["day", "month", "all"]),
    /** Most tokens, input and output together. */
    tokens: z.number().min(0).optional(),
    /** Most cost, in the currency of `prices`. */
    cost: z.number().min(0).optional(),
  })
  .refine((budget) => budget.tokens !== undefined || budget.cost !== undefined, "needs tokens or cost");

/** A limit on what models may use. */
export type Budget = z.infer<typeof budgetSchema>;

export const modelPriceSchema = z.strictObject({
  /** For a million input tokens. */
  inputPerMillion: z.number().min(0),
  /** For a million output tokens. */
  outputPerMillion: z.number().min(0),
});

/** What a model costs, in the host's currency. */
export type ModelPrice = z.infer<typeof modelPriceSchema>;

/** What one call uses, or may use at most. */
export interface Consumption {
  readonly tokens: number;
  /** `null` when the model has no price. */
  readonly cost: number | null;
}

/** What a call with these tokens costs; `null` without a price. */
export function costOf(
  price: ModelPrice | null,
  usage: { readonly inputTokens: number; readonly outputTokens: number },
): number | null {
  if (price === null) return null;
  return (usage.inputTokens * price.inputPerMillion + usage.outputTokens * price.outputPerMillion) / 1_000_000;
}

/** A number that a budget limits: the counter's key, how much there may be, and when its window is over. */
export interface BudgetLine {
  readonly name: string;
  readonly window: string;
  readonly unit: "tokens" | "cost";
  readonly limit: number;
  readonly expiresAt: Date | null;
}

/** The counters that a call for this metric raises at this time, each once: of several limits on one the lowest holds. */
export function budgetLines(
  budgets: readonly Budget[],
  subject: { readonly organizationId: string; readonly metricId: string },
  now: Date,
): BudgetLine[] {
  const lines = budgets.flatMap((budget) => {
    const { window, expiresAt } = windowAt(budget.window, now);
    const owner = ownerOf(budget.scope, subject);
    return (["tokens", "cost"] as const).flatMap((unit) => {
      const limit = budget[unit];
      return limit === undefined ? [] : [{ name: `model-${unit}:${owner}`, window, unit, limit, expiresAt }];
    });
  });
  const lowest = new Map<string, BudgetLine>();
  for (const line of lines) {
    const key = `${line.name} ${line.window}`;
    const known = lowest.get(key);
    if (known === undefined || line.limit < known.limit) lowest.set(key, line);
  }
  return [...lowest.values()];
}

function ownerOf(
  scope: Budget["scope"],
  { organizationId, metricId }: { readonly organizationId: string; readonly metricId: string },
): string {
  if (scope === "metric") return `metric:${metricId}`;
  return scope === "organization" ? `organization:${organizationId}` : "total";
}

function windowAt(window: Budget["window"], now: Date): { window: string; expiresAt: Date | null } {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const date = now.toISOString().slice(0, 10);
  if (window === "day") return { window: date, expiresAt: new Date(Date.UTC(year, month, day + 1)) };
  if (window === "month") return { window: date.slice(0, 7), expiresAt: new Date(Date.UTC(year, month + 1, 1)) };
  return { window: "", expiresAt: null };
}
