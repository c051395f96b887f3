import type { Chart } from "../charts/chart.js";
import { type ChartPreferencesInput, chartPreferencesSchema } from "../charts/chart-preferences.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { ChangeChartResult } from "../ingesting/change-chart-steps.js";
import type { Write } from "../ports/storage.js";
import { metricNotFound } from "../running/start-run.js";
import { type ChartTransform, transformSource } from "../transformers/transform-function.js";
import type { JsonObject } from "../util/json.js";
import { type EngineCore, getScoped, type Scope } from "./engine-core.js";
import { newChart } from "./new-chart.js";
import type { RunHandle } from "./run-handle.js";
import { startMetricRun, type StartOptions } from "./start-metric-run.js";

export interface CreateChart {
  readonly metricId: string;
  readonly name: string;
  readonly preferences?: ChartPreferencesInput | undefined;
  /** The host's own chart function. @defaultValue the built-in one */
  readonly transform?: string | ChartTransform | undefined;
}

export interface UpdateChart {
  readonly name?: string | undefined;
  /** Replaces all preferences. */
  readonly preferences?: ChartPreferencesInput | undefined;
  /** `null` goes back to the built-in chart function. */
  readonly transform?: string | ChartTransform | null | undefined;
}

export interface ChangeChart extends StartOptions {
  /** What the chart is to show, in the user's words, such as "weekly averages of the last quarter as bars". At most 2,000 characters. */
  readonly request: string;
}

/** Saved visualizations. A new or changed chart is drawn by the metric's next refresh. */
export interface ChartsApi {
  /** @throws {MetricsmithError} METRIC_NOT_FOUND, PARAMETERS_INVALID */
  create(input: CreateChart): Promise<Chart>;
  /** The chart, or `null` when absent. */
  get(chartId: string): Promise<Chart | null>;
  /** Charts of a metric, oldest first. */
  list(input: { readonly metricId: string }): Promise<Chart[]>;
  /** @throws {MetricsmithError} CHART_NOT_FOUND, PARAMETERS_INVALID */
  update(chartId: string, changes: UpdateChart): Promise<Chart>;
  /**
   * Starts a run that changes the chart as asked in words. Its points are not fetched again. A request that is not understood in full
   * fails the run with CHART_REQUEST_NOT_UNDERSTOOD, and the chart stays as it was.
   *
   * @throws {MetricsmithError} CHART_NOT_FOUND, PARAMETERS_INVALID; METRIC_BUSY when another run waits for the metric already.
   */
  change(chartId: string, change: ChangeChart): Promise<RunHandle<ChangeChartResult>>;
  /** Deletes the chart with its transformers. `false` when there was none. */
  delete(chartId: string): Promise<boolean>;
}

export function createChartsApi(core: EngineCore, scope: Scope): ChartsApi {
  const { storage, clock } = core.options;
  return {
    async create({ metricId, name, preferences, transform }) {
      const metric = await getScoped(core, scope, "metrics", metricId);
      if (metric === null) throw metricNotFound(metricId);
      const chart = newChart({
        id: core.newId(),
        createdAt: clock.now(),
        organizationId: metric.organizationId,
        metricId,
        name: parseName(name),
        preferences: parsePreferences(preferences ?? {}),
        transform: transform === undefined ? null : transformSource(transform),
      });
      const isStored = await storage.commit({
        expect: [{ table: "metrics", id: metricId, where: { id: metricId } }],
        writes: [{ operation: "insert", table: "charts", row: chart }],
      });
      if (!isStored) throw metricNotFound(metricId);
      return chart;
    },
    get: (chartId) => getScoped(core, scope, "charts", chartId),
    list: ({ metricId }) =>
      storage.records.find({ table: "charts", where: { metricId, organizationId: scope ?? undefined }, limit: 1_000 }),
    async update(chartId, changes) {
      const chart = await getScoped(core, scope, "charts", chartId);
      if (chart === null) throw chartNotFound(chartId);
      const { name, preferences, transform } = changes;
      const isRedrawn = preferences !== undefined || transform !== undefined;
      const set = {
        name: name === undefined ? chart.name : parseName(name),
        preferences: preferences === undefined ? chart.preferences : parsePreferences(preferences),
        transform: transform === undefined ? chart.transform : transform === null ? null : transformSource(transform),
        // What somebody asked for in words counts no longer, nor does the code that came of it.
        userPrompt: isRedrawn ? null : chart.userPrompt,
        updatedAt: clock.now(),
      };
      const where = { kind: "chart", scopeKey: chartId } as const;
      const slots =
        isRedrawn && chart.userPrompt !== null ? await storage.records.find({ table: "slots", where, limit: 1 }) : [];
      const isStored = await storage.commit({
        writes: [
          { operation: "update", table: "charts", id: chartId, set },
          ...slots.map(({ id }): Write => {
            const cleared = { activeTransformerId: null, updatedAt: set.updatedAt };
            return { operation: "update", table: "slots", id, set: cleared };
          }),
        ],
      });
      if (!isStored) throw chartNotFound(chartId);
      return { ...chart, ...set };
    },
    async change(chartId, { request, ...options }) {
      const chart = await getScoped(core, scope, "charts", chartId);
      if (chart === null) throw chartNotFound(chartId);
      const { metricId: id, organizationId } = chart;
      const input = {
        pipeline: "change-chart",
        metric: { id, organizationId },
        parameters: { chartId, request },
      } as const;
      return startMetricRun<ChangeChartResult>(core, input, options);
    },
    async delete(chartId) {
      const chart = await getScoped(core, scope, "charts", chartId);
      if (chart === null) return false;
      const where = { kind: "chart", scopeKey: chartId } as const;
      const transformers = await storage.records.find({ table: "transformers", where, limit: 1_000 });
      const slots = await storage.records.find({ table: "slots", where, limit: 1 });
      await storage.commit({
        writes: [
          { operation: "delete", table: "charts", id: chartId },
          ...transformers.map(({ id }) => ({ operation: "delete", table: "transformers", id }) as const),
          ...slots.map(({ id }) => ({ operation: "delete", table: "slots", id }) as const),
        ],
      });
      return true;
    },
  };
}

function parsePreferences(preferences: unknown): JsonObject {
  const parsed = chartPreferencesSchema.safeParse(preferences);
  if (parsed.success) return parsed.data as JsonObject;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new MetricsmithError(`Chart preferences are wrong: ${problems.join("; ")}.`, {
    code: "PARAMETERS_INVALID",
    details: { problems },
  });
}

function parseName(name: string): string {
  if (typeof name === "string" && name.length >= 1 && name.length <= 200) return name;
  throw new MetricsmithError("name: give a chart a name of 1 to 200 characters.", { code: "PARAMETERS_INVALID" });
}

/** @internal */
export function chartNotFound(chartId: string): MetricsmithError {
  return new MetricsmithError(`Chart not found: ${chartId}`, { code: "CHART_NOT_FOUND", details: { chartId } });
}
