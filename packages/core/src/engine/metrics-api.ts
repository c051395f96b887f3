import type { z } from "zod";
import { chartPreferencesSchema } from "../charts/chart-preferences.js";
import type { Chart } from "../charts/chart.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { definedCode, metricConfigHash } from "../ingesting/metric-definition.js";
import { metricPipelineAddresses } from "../ingesting/metric-pipelines.js";
import { type Measure, measureSchema } from "../metrics/measure.js";
import { type EndpointConfig, type Metric, type MetricKind, metricSchema } from "../metrics/metric.js";
import type { RequestDefinition } from "../metrics/request-definition.js";
import type { Position, Write } from "../ports/storage.js";
import { newRun } from "../running/new-run.js";
import { metricNotFound } from "../running/start-run.js";
import type { DefaultChart, EndpointConfigOf, IngestionSource, Template } from "../templates/template.js";
import { transformSource } from "../transformers/transform-function.js";
import type { JsonObject } from "../util/json.js";
import { isTimeZone } from "../util/time-zone.js";
import { adHocDefinition, parseAdHoc, parseAdHocEndpointConfig } from "./ad-hoc-metric.js";
import { type EngineCore, getScoped, type Scope } from "./engine-core.js";
import { dispatchRun, type RunHandle } from "./run-handle.js";
import { checkRequest, parseEndpointConfig } from "./template-registry.js";

interface CreateMetricBase {
  /** @defaultValue a new UUIDv7 */
  readonly id?: string | undefined;
  readonly description?: string | undefined;
  /** Handed to `connections`. @defaultValue none: the request needs no authentication */
  readonly connectionId?: string | undefined;
  /** IANA name. @defaultValue the template's, else "UTC" */
  readonly timezone?: string | undefined;
  /** Who asked for it, kept on the run. */
  readonly createdBy?: string | undefined;
  /** `false` only stores the metric; refresh it later. @defaultValue true */
  readonly start?: boolean | undefined;
}

/** A metric of a template. `endpointConfig` may be left out when the template needs no parameter. */
export type CreateTemplateMetric<T extends Template> = CreateMetricBase & {
  readonly template: T["id"];
  /** @defaultValue the template's */
  readonly name?: string | undefined;
} & ({} extends EndpointConfigOf<T>
    ? { readonly endpointConfig?: EndpointConfigOf<T> | undefined }
    : { readonly endpointConfig: EndpointConfigOf<T> });

/** A metric described on the spot, without a template. */
export interface CreateAdHocMetric extends CreateMetricBase, IngestionSource {
  readonly template?: undefined;
  readonly name: string;
  readonly measure: Measure;
  /** @defaultValue "history" */
  readonly kind?: MetricKind | undefined;
  /** A request as data: a `success` predicate needs a template. */
  readonly request: Omit<RequestDefinition, "success">;
  readonly endpointConfig?: EndpointConfig | undefined;
  readonly chart?: DefaultChart | undefined;
}

export type CreateMetric<Templates extends readonly Template[]> =
  | { [Index in keyof Templates]: CreateTemplateMetric<Templates[Index]> }[number]
  | CreateAdHocMetric;

/** The host sees every organization and names one; an organization's own API knows it. */
export type Scoped<HasScope extends boolean> = HasScope extends true ? unknown : { readonly organizationId: string };

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
  create(
    input: CreateMetric<Templates> & Scoped<HasScope> & { readonly start: false },
  ): Promise<{ metric: Metric; chart: Chart; run: null }>;
  create(input: CreateMetric<Templates> & Scoped<HasScope>): Promise<{ metric: Metric; chart: Chart; run: RunHandle }>;
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

  async function create(input: CreateMetric<readonly Template[]> & { organizationId?: string }) {
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
      trigger: "api",
      createdBy: input.createdBy ?? null,
    });
    const started: Metric = { ...metric, activeRunId: run.id, refreshStatus: "pending" };
    await insert(started, [...writes, { operation: "insert", table: "runs", row: run }]);
    return { metric: started, chart, run: await dispatchRun(core, { run, joined: false }, false) };
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

function buildMetric(
  core: EngineCore,
  organizationId: string,
  input: CreateMetric<readonly Template[]>,
): { metric: Metric; chart: Chart } {
  const now = core.options.clock.now();
  const described = input.template === undefined ? describeAdHoc(core, input) : describeTemplate(core, input);
  const { definition, defaultChart, ...fields } = described;
  const metric = parseMetric({
    id: input.id ?? core.newId(),
    createdAt: now,
    updatedAt: now,
    organizationId,
    ...fields,
    description: input.description ?? fields.description,
    kind: definition.kind,
    connectionId: input.connectionId ?? null,
    configHash: metricConfigHash({
      templateId: fields.templateId,
      request: definition.request,
      endpointConfig: fields.endpointConfig,
    }),
    timezone: input.timezone ?? fields.timezone,
    timeKind: "instant",
    liveGeneration: 0,
    liveSince: null,
    status: "active",
    lastFetchedAt: null,
    lastError: null,
    lastErrorCode: null,
    refreshStatus: null,
    activeRunId: null,
    pendingRunId: null,
  });
  const chart: Chart = {
    id: core.newId(),
    createdAt: now,
    updatedAt: now,
    organizationId,
    metricId: metric.id,
    name: defaultChart.name ?? metric.name,
    preferences: chartPreferencesSchema.parse(defaultChart.preferences ?? {}) as JsonObject,
    transform: defaultChart.transform === undefined ? null : transformSource(defaultChart.transform),
    chartConfig: null,
    chartConfigUpdatedAt: null,
    lastError: null,
    lastErrorCode: null,
    staleSince: null,
  };
  return { metric, chart };
}

function describeTemplate(core: EngineCore, input: CreateTemplateMetric<Template>) {
  const template = core.templates.get(input.template);
  const endpointConfig = parseEndpointConfig(`template ${template.id}`, template.parameters, input.endpointConfig);
  const definition = core.templates.definitionOf({ id: "", templateId: template.id, adHoc: null, endpointConfig });
  return {
    definition,
    defaultChart: definition.chart,
    templateId: template.id,
    adHoc: null,
    name: input.name ?? template.name,
    description: template.description ?? null,
    measure: template.measure,
    endpointConfig,
    timezone: template.timezone ?? "UTC",
  };
}

function describeAdHoc(core: EngineCore, input: CreateAdHocMetric) {
  const { kind, request, mapping, transform, chart } = input;
  const adHoc = parseAdHoc({ kind, request, ingestion: { mapping, transform }, chart });
  const definition = adHocDefinition(adHoc);
  definedCode(definition);
  const endpointConfig = parseAdHocEndpointConfig(definition, input.endpointConfig ?? {});
  checkRequest(definition.request, Object.keys(endpointConfig), core.options.variables);
  const measure = measureSchema.safeParse(input.measure);
  if (!measure.success) {
    throw new MetricsmithError(`measure is wrong: ${issuesOf(measure.error)}.`, { code: "TEMPLATE_INVALID" });
  }
  return {
    definition,
    defaultChart: definition.chart,
    templateId: null,
    adHoc,
    name: input.name,
    description: null,
    measure: measure.data,
    endpointConfig,
    timezone: "UTC",
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

function parseMetric(metric: Metric): Metric {
  const parsed = metricSchema.safeParse(metric);
  if (!parsed.success) {
    throw new MetricsmithError(`The metric is wrong: ${issuesOf(parsed.error)}.`, { code: "PARAMETERS_INVALID" });
  }
  if (!isTimeZone(metric.timezone)) {
    throw new MetricsmithError(
      `timezone: ${JSON.stringify(metric.timezone)} is no IANA time zone. Give one such as "Europe/Berlin".`,
      {
        code: "PARAMETERS_INVALID",
      },
    );
  }
  return parsed.data;
}

function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => [issue.path.join("."), issue.message].join(": ")).join("; ");
}
