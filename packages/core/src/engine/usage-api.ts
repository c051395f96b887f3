import type { Position } from "../ports/storage.js";
import { everyRow } from "../running/every-row.js";
import { type BudgetLine, budgetLines } from "../usage/budget.js";
import type { UsageEntry } from "../usage/usage-entry.js";
import { deriveId } from "../util/uuid.js";
import { type EngineCore, getScoped, type Scope } from "./engine-core.js";
import { metricNotFound } from "../running/start-run.js";

export interface UsageFilter {
  readonly organizationId?: string | undefined;
  readonly metricId?: string | undefined;
  readonly runId?: string | undefined;
  /** Only calls made at this time or later. */
  readonly from?: Date | undefined;
  /** Only calls made before. */
  readonly to?: Date | undefined;
}

/** Calls of one model, added up. */
export interface UsageSummary {
  readonly model: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** In the currency of `prices`; `null` when a call's cost is unknown. */
  readonly cost: number | null;
}

/** How far a budget is used, for one metric. */
export interface BudgetStatus extends Pick<BudgetLine, "window" | "unit" | "limit"> {
  /** The counter, such as "model-tokens:organization:acme". */
  readonly budget: string;
  readonly used: number;
  /** `used`, and what calls under way have set aside. */
  readonly committed: number;
}

/** The ledger: every call of a model. */
export interface UsageApi {
  /** Calls, newest first. */
  list(
    input?: UsageFilter & { readonly after?: Position | undefined; readonly limit?: number | undefined },
  ): Promise<UsageEntry[]>;
  /** Calls added up by model, by name. */
  summarize(input?: UsageFilter): Promise<UsageSummary[]>;
  /** The budgets that a call for this metric would meet now. @throws {MetricsmithError} METRIC_NOT_FOUND */
  budgets(metricId: string): Promise<BudgetStatus[]>;
}

export function createUsageApi(core: EngineCore, scope: Scope): UsageApi {
  const { records } = core.options.storage;
  const whereOf = ({ organizationId, metricId, runId, from, to }: UsageFilter) => ({
    organizationId: scope ?? organizationId,
    metricId,
    runId,
    ...(from === undefined && to === undefined ? {} : { createdAt: { gte: from, lt: to } }),
  });
  return {
    list: ({ after, limit, ...filter } = {}) =>
      records.find({ table: "usageEntries", where: whereOf(filter), order: "descending", after, limit: limit ?? 100 }),
    async summarize(filter = {}) {
      const models = new Map<string, UsageSummary>();
      for await (const entry of everyRow(records, { table: "usageEntries", where: whereOf(filter) })) {
        const { model } = entry;
        const sum = models.get(model) ?? { model, calls: 0, inputTokens: 0, outputTokens: 0, cost: 0 };
        models.set(model, {
          model,
          calls: sum.calls + 1,
          inputTokens: sum.inputTokens + entry.inputTokens,
          outputTokens: sum.outputTokens + entry.outputTokens,
          cost: sum.cost === null || entry.cost === null ? null : sum.cost + entry.cost,
        });
      }
      return [...models.values()].sort((a, b) => (a.model < b.model ? -1 : 1));
    },
    async budgets(metricId) {
      const metric = await getScoped(core, scope, "metrics", metricId);
      if (metric === null) throw metricNotFound(metricId);
      const { budgets } = core.options.ledger;
      const lines = budgetLines(budgets, { organizationId: metric.organizationId, metricId }, core.options.clock.now());
      return Promise.all(
        lines.map(async ({ name, window, unit, limit }) => {
          const counter = await records.get({ table: "counters", id: deriveId(name, window) });
          return { budget: name, window, unit, limit, used: counter?.used ?? 0, committed: counter?.committed ?? 0 };
        }),
      );
    },
  };
}
