import type { Chart } from "../charts/chart.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { metricConfigHash } from "../ingesting/metric-definition.js";
import { metricPipelineAddresses } from "../ingesting/metric-pipelines.js";
import type { MetricRunResult } from "../ingesting/metric-run-state.js";
import type { EndpointConfig, Metric } from "../metrics/metric.js";
import type { Position, Write } from "../ports/storage.js";
import { newRun } from "../running/new-run.js";
import { metricNotFound } from "../running/start-run.js";
import { refreshStatusOf, takenRun } from "../running/taken-run.js";
import type { Template } from "../templates/template.js";
import { parseAdHocEndpointConfig } from "./ad-hoc-metric.js";
import { type EngineCore, getScoped, type Scope } from "./engine-core.js";
import { buildMetric, type CreateMetric, parseMetric, type Scoped } from "./new-metric.js";
import { type RunHandle, startHere } from "./run-handle.js";
import { parseEndpointConfig } from "./template-registry.js";

export interface UpdateMetric {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  /** Other parameters are another history: refresh hard afterwards. */
  readonly endpointConfig?: EndpointConfig | undefined;
  readonly connectionId?: string | null | undefined;
  readonly timezone?: string | undefined;
  readonly status?: "active" | "paused" | undefined;
}

export interface ListPage {
  /** Only rows older than this one, for the next page. */
  readonly after?: Position | undefined;
  /** 1 to 1,000. @defaultValue 100 */
  readonly limit?: number | undefined;
}

export interface MetricsApi<Templates extends readonly Template[], HasScope extends boolean> {
  /**
   * Stores the metric with its chart and starts its `create` run, in one commit.
   *
   * @throws {MetricsmithError} TEMPLATE_NOT_FOUND, TEMPLATE_INVALID, PARAMETERS_INVALID, MAPPING_INVALID, RECORD_CONFLICT when the id is taken.
   */
  create<Start extends boolean = true>(
    input: CreateMetric<Templates> &
      Scoped<HasScope> & {
        /** `false` only stores the metric, and gives no run; refresh it later. @defaultValue true */
        readonly start?: Start | undefined;
      },
  ): Promise<{ metric: Metric; chart: Chart; run: Start extends false ? null : RunHandle<MetricRunResult> }>;
  /** The metric, or `null` when absent. */
  get(metricId: string): Promise<Metric | null>;
  /** Newest first. */
  list(
    input?: ListPage & { readonly organizationId?: string | undefined; readonly templateId?: string | undefined },
  ): Promise<Metric[]>;
  /** @throws {MetricsmithError} METRIC_NOT_FOUND, PARAMETERS_INVALID */
  update(metricId: string, changes: UpdateMetric): Promise<Metric>;
  /**
   * Deletes the metric with its points, charts, transformers, payload records and runs; a run at work on it can write nothing any more.
   * `false` when there was none. Archived bodies that nothing else refers to go with a later `sweep`.
   */
  delete(metricId: string): Promise<boolean>;
}

export function createMetricsApi(core: EngineCore, scope: Scope): MetricsApi<readonly Template[], boolean> {
  const { storage, clock } = core.options;

  async function create(
    input: CreateMetric<readonly Template[]> & { organizationId?: string; start?: boolean | undefined },
  ) {
    const organizationId = scope ?? input.organizationId ?? "";
    const { metric, chart } = buildMetric(core, organizationId, input);
    const writes: Write[] = [{ operation: "insert", table: "charts", row: chart }];
    if (input.start === false) {
      await insert(metric, writes);
      return { metric, chart, run: null };
    }
    const run = newRun({
      services: core.services,
      id: core.newId(),
      organizationId,
      address: metricPipelineAddresses.create,
      metricId: metric.id,
      parameters: {},
      trigger: "manual",
      createdBy: input.createdBy ?? null,
    });
    let started = metric;
    const handle = await startHere<MetricRunResult>(core, { runId: run.id, wait: false }, async (mayTake) => {
      const row = mayTake ? takenRun(core.services, run, await storage.now()) : run;
      started = { ...metric, activeRunId: row.id, refreshStatus: refreshStatusOf(row) };
      await insert(started, [...writes, { operation: "insert", table: "runs", row }]);
      return { run: row, joined: false, isTaken: mayTake, metric: started };
    });
    return { metric: started, chart, run: handle };
  }

  async function insert(metric: Metric, writes: readonly Write[]): Promise<void> {
    if (await storage.commit({ writes: [{ operation: "insert", table: "metrics", row: metric }, ...writes] })) return;
    throw new MetricsmithError(`A metric with the id ${metric.id} exists already. Choose another id.`, {
      code: "RECORD_CONFLICT",
      details: { metricId: metric.id },
    });
  }

  return {
    create: create as MetricsApi<readonly Template[], boolean>["create"],
    get: (metricId) => getScoped(core, scope, "metrics", metricId),
    list: ({ organizationId, templateId, after, limit } = {}) =>
      storage.records.find({
        table: "metrics",
        where: { organizationId: scope ?? organizationId, templateId },
        order: "descending",
        after,
        limit: limit ?? 100,
      }),
    async update(metricId, changes) {
      const metric = await getScoped(core, scope, "metrics", metricId);
      if (metric === null) throw metricNotFound(metricId);
      const updated = applyChanges(core, metric, changes);
      const updatedAt = clock.now();
      // Only what was asked for: a run at work changes the row too.
      const set = {
        name: changes.name === undefined ? undefined : updated.name,
        description: changes.description === undefined ? undefined : updated.description,
        endpointConfig: changes.endpointConfig === undefined ? undefined : updated.endpointConfig,
        configHash: changes.endpointConfig === undefined ? undefined : updated.configHash,
        connectionId: changes.connectionId === undefined ? undefined : updated.connectionId,
        timezone: changes.timezone === undefined ? undefined : updated.timezone,
        status: changes.status === undefined ? undefined : updated.status,
        updatedAt,
      };
      if (await storage.commit({ writes: [{ operation: "update", table: "metrics", id: metricId, set }] })) {
        return { ...updated, updatedAt };
      }
      throw metricNotFound(metricId);
    },
    async delete(metricId) {
      const metric = await getScoped(core, scope, "metrics", metricId);
      if (metric === null) return false;
      await storage.commit({ writes: [{ operation: "delete", table: "metrics", id: metricId }] });
      if (metric.activeRunId !== null) core.dispatcher.cancel(metric.activeRunId);
      return true;
    },
  };
}

function applyChanges(core: EngineCore, metric: Metric, changes: UpdateMetric): Metric {
  const definition = core.templates.definitionOf(metric);
  const given = changes.endpointConfig;
  let endpointConfig = metric.endpointConfig;
  if (given !== undefined) {
    endpointConfig =
      metric.templateId === null
        ? parseAdHocEndpointConfig(definition, given)
        : parseEndpointConfig(`template ${metric.templateId}`, core.templates.get(metric.templateId).parameters, given);
  }
  const status = changes.status ?? metric.status;
  return parseMetric({
    ...metric,
    name: changes.name ?? metric.name,
    description: changes.description === undefined ? metric.description : changes.description,
    endpointConfig,
    configHash: metricConfigHash({ templateId: metric.templateId, request: definition.request, endpointConfig }),
    connectionId: changes.connectionId === undefined ? metric.connectionId : changes.connectionId,
    timezone: changes.timezone ?? metric.timezone,
    status: status === "active" && metric.status === "awaiting-data" ? "awaiting-data" : status,
  });
}
