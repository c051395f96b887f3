import type { z } from "zod";
import type { Chart } from "../charts/chart.js";
import { chartPreferencesSchema } from "../charts/chart-preferences.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { definedCode, metricConfigHash } from "../ingesting/metric-definition.js";
import { type Measure, measureSchema } from "../metrics/measure.js";
import { type EndpointConfig, type Metric, type MetricKind, metricSchema } from "../metrics/metric.js";
import type { RequestDefinition } from "../metrics/request-definition.js";
import type { DefaultChart, EndpointConfigOf, IngestionSource, Template } from "../templates/template.js";
import { transformSource } from "../transformers/transform-function.js";
import type { JsonObject } from "../util/json.js";
import { isTimeZone } from "../util/time-zone.js";
import { adHocDefinition, parseAdHoc, parseAdHocEndpointConfig } from "./ad-hoc-metric.js";
import type { EngineCore } from "./engine-core.js";
import { newChart } from "./new-chart.js";
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
  /** `manual`: a generated transformer waits for a person, however well it is proven. @defaultValue "automatic" */
  readonly review?: "automatic" | "manual" | undefined;
}

export type CreateMetric<Templates extends readonly Template[]> =
  | { [Index in keyof Templates]: CreateTemplateMetric<Templates[Index]> }[number]
  | CreateAdHocMetric;

/** The host sees every organization and names one; an organization's own API knows it. */
export type Scoped<HasScope extends boolean> = HasScope extends true ? unknown : { readonly organizationId: string };

/** The rows of a new metric and of its first chart. @throws {MetricsmithError} TEMPLATE_NOT_FOUND, TEMPLATE_INVALID, PARAMETERS_INVALID, MAPPING_INVALID */
export function buildMetric(
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
  const chart = newChart({
    id: core.newId(),
    createdAt: now,
    organizationId,
    metricId: metric.id,
    name: defaultChart.name ?? metric.name,
    preferences: chartPreferencesSchema.parse(defaultChart.preferences ?? {}) as JsonObject,
    transform: defaultChart.transform === undefined ? null : transformSource(defaultChart.transform),
  });
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
  const { kind, request, mapping, transform, chart, review } = input;
  const adHoc = parseAdHoc({ kind, request, ingestion: { mapping, transform }, chart, review });
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

/** The row, checked. @throws {MetricsmithError} PARAMETERS_INVALID naming every wrong column */
export function parseMetric(metric: Metric): Metric {
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
