import { z } from "zod";
import { chartPreferencesSchema } from "../charts/chart-preferences.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { describeThrown } from "../errors/to-metricsmith-error.js";
import { listPlaceholders, listVariables } from "../fetching/list-template-names.js";
import { requestVariables } from "../fetching/request-variables.js";
import { definedCode, type DefinitionOf, type MetricDefinition } from "../ingesting/metric-definition.js";
import { measureSchema } from "../metrics/measure.js";
import type { EndpointConfig } from "../metrics/metric.js";
import type { RequestDefinition } from "../metrics/request-definition.js";
import type { Template } from "../templates/template.js";
import type { JsonObject } from "../util/json.js";
import { isTimeZone } from "../util/time-zone.js";
import { adHocDefinition } from "./ad-hoc-metric.js";

/** The host's templates, checked. */
export interface TemplateRegistry {
  /** @throws {MetricsmithError} TEMPLATE_NOT_FOUND */
  get(id: string): Template;
  readonly definitionOf: DefinitionOf;
}

/** @throws {MetricsmithError} TEMPLATE_INVALID naming the template and what is wrong with it */
export function createTemplateRegistry(templates: readonly Template[], variables: JsonObject): TemplateRegistry {
  const byId = new Map<string, { template: Template; definition: MetricDefinition }>();
  for (const template of templates) {
    if (byId.has(template.id)) throw invalid(template.id, "two templates have this id. Rename one.");
    byId.set(template.id, { template, definition: checkTemplate(template, variables) });
  }
  return {
    get(id) {
      const found = byId.get(id);
      if (found !== undefined) return found.template;
      throw new MetricsmithError(`Template not found: ${id}`, {
        code: "TEMPLATE_NOT_FOUND",
        details: { templateId: id, registered: [...byId.keys()] },
      });
    },
    definitionOf(metric) {
      if (metric.templateId === null) {
        if (metric.adHoc !== null) return adHocDefinition(metric.adHoc);
        throw notConfigured(metric.id);
      }
      const found = byId.get(metric.templateId);
      if (found === undefined) throw notConfigured(metric.id, metric.templateId);
      return found.definition;
    },
  };
}

function checkTemplate(template: Template, variables: JsonObject): MetricDefinition {
  const definition = templateDefinition(template);
  try {
    measureSchema.parse(template.measure);
    chartPreferencesSchema.parse(template.chart?.preferences ?? {});
    definedCode(definition);
    if (!(template.parameters instanceof z.ZodObject)) throw new Error("parameters must be a z.object of zod 4");
    if (template.timezone !== undefined && !isTimeZone(template.timezone))
      throw new Error(`unknown time zone ${JSON.stringify(template.timezone)}`);
    checkRequest(template.request, Object.keys(template.parameters.shape), variables);
    if (template.historicalRequest)
      checkRequest(template.historicalRequest, Object.keys(template.parameters.shape), variables);
  } catch (error) {
    throw invalid(template.id, error instanceof z.ZodError ? z.prettifyError(error) : describeThrown(error), error);
  }
  return definition;
}

/** @throws {MetricsmithError} TEMPLATE_INVALID when a placeholder has no parameter or a variable is unknown */
export function checkRequest(
  request: RequestDefinition,
  parameterNames: readonly string[],
  variables: JsonObject,
): void {
  assertEndpoint(request.endpoint);
  const unknownPlaceholder = listPlaceholders(request).find((name) => !parameterNames.includes(name));
  if (unknownPlaceholder !== undefined) {
    throw new MetricsmithError(
      `{${unknownPlaceholder}} in the request is no parameter. Parameters are: ${parameterNames.join(", ") || "none"}.`,
      {
        code: "TEMPLATE_INVALID",
      },
    );
  }
  const known = requestVariables({
    now: new Date(0),
    timezone: "UTC",
    organizationSlug: "",
    env: "",
    runId: "",
    hostVariables: variables,
  });
  const unknownVariable = listVariables(request).find((name) => !Object.hasOwn(known, name.split(".")[0] ?? ""));
  if (unknownVariable !== undefined) {
    throw new MetricsmithError(
      `{{${unknownVariable}}} in the request is no variable. Variables are: ${Object.keys(known).join(", ")}.`,
      {
        code: "TEMPLATE_INVALID",
      },
    );
  }
}

/** Names stand for themselves here; what they are filled with is checked when the request is made. */
function assertEndpoint(endpoint: string): void {
  if (endpoint.startsWith("{{")) return;
  const filled = endpoint.replaceAll(/\{\{[^{}]*\}\}|\{[^{}]*\}/g, "x");
  if (URL.canParse(filled) && /^https?:$/.test(new URL(filled).protocol)) return;
  throw new MetricsmithError(
    `endpoint ${JSON.stringify(endpoint)} is no absolute URL. Begin it with https:// or http://.`,
    {
      code: "TEMPLATE_INVALID",
    },
  );
}

function templateDefinition(template: Template): MetricDefinition {
  return {
    kind: template.kind ?? "history",
    request: template.request,
    historicalRequest: template.historicalRequest ?? null,
    ingestion: { mapping: template.mapping, transform: template.transform },
    historicalIngestion: template.historical ?? null,
    chart: template.chart ?? {},
    expect: template.expect ?? null,
    review: template.review ?? "automatic",
    transformerScope: template.transformerScope ?? "metric",
    template: {
      id: template.id,
      name: template.name,
      description: template.description ?? null,
      provider: template.provider,
    },
  };
}

/** The parameters of a metric, with the schema's defaults. @throws {MetricsmithError} PARAMETERS_INVALID naming every wrong key */
export function parseEndpointConfig(name: string, parameters: z.ZodObject, endpointConfig: unknown): EndpointConfig {
  const parsed = parameters.strict().safeParse(endpointConfig ?? {});
  if (parsed.success) return parsed.data as EndpointConfig;
  const problems = parsed.error.issues.map((issue) => [...issue.path, issue.message].join(": "));
  throw new MetricsmithError(
    `endpointConfig of ${name} is wrong: ${problems.join("; ")}. It takes: ${Object.keys(parameters.shape).join(", ") || "no keys"}.`,
    {
      code: "PARAMETERS_INVALID",
      details: { problems },
    },
  );
}

function notConfigured(metricId: string, templateId?: string): MetricsmithError {
  return new MetricsmithError("Metric not found or not configured", {
    code: "METRIC_NOT_FOUND",
    details: { metricId, templateId: templateId ?? null },
  });
}

function invalid(id: string, problem: string, cause?: unknown): MetricsmithError {
  return new MetricsmithError(`Template ${id}: ${problem}`, {
    code: "TEMPLATE_INVALID",
    details: { templateId: id },
    cause,
  });
}
