import { z } from "zod";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { MetricRunResult } from "../ingesting/metric-run-state.js";
import type { RunEvent } from "../runs/run-event.js";
import type { EngineEvent, PointsSavedEvent } from "../running/runner-services.js";
import { metricNotFound, readMetric, startRun, type StartRunInput } from "../running/start-run.js";
import { runNotFound, watchRun } from "../running/watch-run.js";
import { findPipeline } from "../running/new-run.js";
import type { Template } from "../templates/template.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../util/json.js";
import { type ChartsApi, chartNotFound, createChartsApi } from "./charts-api.js";
import { createEngineCore, type EngineCore, getScoped, type Scope } from "./engine-core.js";
import { type MetricProgress, metricProgress } from "./metric-progress.js";
import { createMetricsApi, type MetricsApi } from "./metrics-api.js";
import type { Scoped } from "./new-metric.js";
import { type MetricsmithOptions, resolveMetricsmithOptions } from "./metricsmith-options.js";
import { createPointsApi, type PointsApi } from "./points-api.js";
import { type RunHandle, startHere } from "./run-handle.js";
import { createRunsApi, type RunsApi } from "./runs-api.js";
import { startMetricRun } from "./start-metric-run.js";
import { type Swept, sweep } from "./sweep.js";
import { createTransformersApi, type TransformersApi } from "./transformers-api.js";
import { createUsageApi, type UsageApi } from "./usage-api.js";

export interface RefreshOptions {
  /** `soft-refresh` adds what is new; `hard-refresh` makes everything anew. @defaultValue "soft-refresh" */
  readonly type?: "soft-refresh" | "hard-refresh" | undefined;
  /** For a hard refresh: what becomes of points that the API no longer shows. @defaultValue "rebuild" */
  readonly history?: "rebuild" | "discard" | undefined;
  /** Draws only this chart anew. @defaultValue every chart */
  readonly chartId?: string | undefined;
  /** Runs it here and resolves when it is final. @defaultValue false: resolves as soon as the run is stored */
  readonly wait?: boolean | undefined;
  readonly createdBy?: string | undefined;
}

export interface RunOptions {
  /** For pipelines of scope `metric`. */
  readonly metricId?: string | undefined;
  /** @defaultValue false */
  readonly wait?: boolean | undefined;
  readonly createdBy?: string | undefined;
}

/** What a pipeline is, for people and forms. */
export interface PipelineDescription {
  /** `provider/domain/name` */
  readonly address: string;
  readonly displayName: string;
  readonly description: string;
  readonly scope: "organization" | "metric";
  readonly steps: readonly { readonly name: string; readonly displayName: string }[];
  /** JSON Schema. */
  readonly parameters: JsonObject;
}

export type EventType = EngineEvent["type"];
export type EventOf<Type extends EventType> = (Type extends PointsSavedEvent["type"] ? PointsSavedEvent : RunEvent) & {
  readonly type: Type;
};

/** The API for one organization, or for the host, which sees all. */
export interface MetricsmithApi<Templates extends readonly Template[], HasScope extends boolean> {
  readonly metrics: MetricsApi<Templates, HasScope>;
  readonly charts: ChartsApi;
  readonly transformers: TransformersApi;
  readonly points: PointsApi;
  readonly runs: RunsApi;
  readonly usage: UsageApi;
  readonly pipelines: { list(): PipelineDescription[] };
  /**
   * Starts a refresh of a metric.
   *
   * @throws {MetricsmithError} METRIC_NOT_FOUND; CHART_NOT_FOUND when the metric has no such chart; METRIC_BUSY when another pipeline
   * waits for the metric already.
   */
  refresh(metricId: string, options?: RefreshOptions): Promise<RunHandle<MetricRunResult>>;
  /**
   * Starts any pipeline by its address.
   *
   * @throws {MetricsmithError} PIPELINE_NOT_FOUND, PARAMETERS_INVALID, METRIC_NOT_FOUND, METRIC_BUSY
   */
  run(
    address: string,
    parameters: JsonObject,
    ...options: HasScope extends true
      ? [options?: RunOptions]
      : [options: RunOptions & { readonly organizationId: string }]
  ): Promise<RunHandle<JsonValue>>;
  /** Every boundary of a run, once and in order, from any process, until it is final. @throws {MetricsmithError} RUN_NOT_FOUND */
  watch(runId: string, options?: { readonly signal?: AbortSignal | undefined }): AsyncIterable<RunEvent>;
  /** How far the metric's current or latest run has come; `null` before the first. @throws {MetricsmithError} METRIC_NOT_FOUND */
  progress(metricId: string): Promise<MetricProgress | null>;
  /** Hears events of runs at work in this process. A listener that throws changes nothing. Returns how to stop listening. */
  on<Type extends EventType>(type: Type, listener: (event: EventOf<Type>) => void | Promise<void>): () => void;
}

export interface Metricsmith<Templates extends readonly Template[]> extends MetricsmithApi<Templates, false> {
  /**
   * The same API for one tenant: another tenant's row is not found.
   *
   * @throws {MetricsmithError} OPTION_INVALID when there is no id: a session without one must not see every tenant.
   */
  forOrganization(organizationId: string): MetricsmithApi<Templates, true>;
  /** Also takes runs that other processes have left. Without it, this process works only on the runs that it starts. */
  start(): Promise<void>;
  /** Takes no more runs, waits for those at work, hands back what is not finished then, and frees workers and connections. */
  stop(options?: { readonly timeoutMs?: number | undefined }): Promise<void>;
  /** Removes what nobody can reach any more, and what is over the limits of `retention`. */
  sweep(): Promise<Swept>;
}

/**
 * The engine. Holds no state but what is at work in this process: everything else is in the storage.
 *
 * @throws {MetricsmithError} OPTION_INVALID, TEMPLATE_INVALID, MAPPING_INVALID, PIPELINE_INVALID, ADAPTER_SPEC_UNSUPPORTED
 */
export function createMetricsmith<const Templates extends readonly Template[] = readonly []>(
  options: MetricsmithOptions<Templates>,
): Metricsmith<Templates> {
  const core = createEngineCore(resolveMetricsmithOptions(options));
  return {
    ...createApi<Templates, false>(core, null),
    forOrganization: (organizationId) => createApi<Templates, true>(core, requireOrganizationId(organizationId)),
    start: async () => core.dispatcher.start(),
    async stop({ timeoutMs = 10_000 } = {}) {
      await core.dispatcher.stop({ timeoutMs });
      await Promise.all([core.options.sandbox.close(), core.options.fetcher.close()]);
    },
    sweep: () => sweep(core),
  };
}

function requireOrganizationId(organizationId: unknown): string {
  if (typeof organizationId === "string" && organizationId !== "") return organizationId;
  throw new MetricsmithError("forOrganization was given no organization's id. Give it a text that is not empty.", {
    code: "OPTION_INVALID",
    details: { option: "organizationId" },
  });
}

function createApi<Templates extends readonly Template[], HasScope extends boolean>(
  core: EngineCore,
  scope: Scope,
): MetricsmithApi<Templates, HasScope> {
  const { storage } = core.options;

  function start<Result>(
    input: Pick<StartRunInput, "organizationId" | "address" | "parameters">,
    { metricId, wait, createdBy }: RunOptions,
  ): Promise<RunHandle<Result>> {
    const run = { ...input, id: core.newId(), metricId: metricId ?? null, createdBy: createdBy ?? null };
    return startHere(core, { runId: run.id, wait: wait ?? false }, (mayTake) =>
      startRun(core.services, { ...run, trigger: "manual", mayTake }),
    );
  }

  return {
    metrics: createMetricsApi(core, scope) as unknown as MetricsApi<Templates, HasScope>,
    charts: createChartsApi(core, scope),
    transformers: createTransformersApi(core, scope),
    points: createPointsApi(core, scope),
    runs: createRunsApi(core, scope),
    usage: createUsageApi(core, scope),
    pipelines: { list: () => describePipelines(core) },
    async refresh(metricId, { type = "soft-refresh", history, chartId, wait, createdBy } = {}) {
      const { metric, now } = await readMetric(core.services, metricId);
      if (metric === null || (scope !== null && metric.organizationId !== scope)) throw metricNotFound(metricId);
      // A metric whose template is not registered here cannot be refreshed here.
      core.templates.definitionOf(metric);
      if (chartId !== undefined) {
        const chart = await getScoped(core, scope, "charts", chartId);
        if (chart === null || chart.metricId !== metricId) throw chartNotFound(chartId);
      }
      const parameters = {
        ...(chartId === undefined ? {} : { chartId }),
        ...(history === undefined ? {} : { history }),
      };
      const { organizationId } = metric;
      return startMetricRun(
        core,
        { pipeline: type, metric: { id: metricId, organizationId }, parameters, known: { metric, now } },
        { wait, createdBy },
      );
    },
    async run(address, parameters, ...[options]) {
      findPipeline(core.services.pipelines, address);
      const { organizationId } = (options ?? {}) as Partial<Scoped<false>>;
      const tenant = scope ?? organizationId;
      if (tenant === undefined) {
        throw new MetricsmithError("run needs an organizationId.", { code: "PARAMETERS_INVALID" });
      }
      return start({ organizationId: tenant, address, parameters }, options ?? {});
    },
    async *watch(runId, { signal } = {}) {
      if ((await getScoped(core, scope, "runs", runId)) === null) throw runNotFound(runId);
      yield* watchRun({ storage, listen: core.listen }, runId, signal);
    },
    progress: (metricId) => metricProgress(core, scope, metricId),
    on: (type, listener) =>
      core.listen((event) => {
        if (event.type !== type || (scope !== null && event.organizationId !== scope)) return undefined;
        return listener(event as Parameters<typeof listener>[0]);
      }),
  };
}

function describePipelines(core: EngineCore): PipelineDescription[] {
  return [...core.services.pipelines].map(([address, pipeline]) => {
    const schema: unknown = JSON.parse(
      JSON.stringify(z.toJSONSchema(pipeline.parameters, { io: "input", unrepresentable: "any" })),
    );
    return {
      address,
      displayName: pipeline.displayName,
      description: pipeline.description,
      scope: pipeline.scope ?? "organization",
      steps: pipeline.steps.map(({ name, displayName }) => ({ name, displayName })),
      parameters: isJsonObject(schema) ? schema : {},
    };
  });
}
