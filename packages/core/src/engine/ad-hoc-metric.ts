import { z } from "zod";
import { chartPreferencesSchema } from "../charts/chart-preferences.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { listPlaceholders } from "../fetching/list-template-names.js";
import type { MetricDefinition } from "../ingesting/metric-definition.js";
import { type EndpointConfig, metricKindSchema } from "../metrics/metric.js";
import { jsonObjectSchema, jsonSchema } from "../metrics/record-fields.js";
import { mappingSchema } from "../transformers/mapping.js";
import { transformSource } from "../transformers/transform-function.js";
import { isJsonObject, type JsonObject } from "../util/json.js";

const requestSchema = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "PATCH"]).optional(),
  endpoint: z.string().min(1),
  headers: z.record(z.string(), z.string()).optional(),
  query: jsonObjectSchema.optional(),
  body: jsonSchema.optional(),
  format: z.enum(["json", "csv"]).optional(),
  timeoutMs: z.int().min(1).optional(),
  maxBytes: z.int().min(1).optional(),
});

const transformSchema = z
  .union([z.string().min(1), z.custom<(...input: never[]) => unknown>((value) => typeof value === "function")])
  .transform((value) => transformSource(value as string));

const sourceSchema = z
  .strictObject({ mapping: mappingSchema.optional(), transform: transformSchema.optional() })
  .refine(
    (source) => source.mapping === undefined || source.transform === undefined,
    "give a mapping or a transform, not both",
  );

/** A metric's definition as data, without a template. Code is kept as its source text. */
const adHocSchema = z.strictObject({
  kind: metricKindSchema.default("history"),
  request: requestSchema,
  ingestion: sourceSchema,
  review: z.enum(["automatic", "manual"]).default("automatic"),
  chart: z
    .strictObject({
      name: z.string().optional(),
      preferences: chartPreferencesSchema.optional(),
      transform: transformSchema.optional(),
    })
    .default({}),
});

/** @throws {MetricsmithError} TEMPLATE_INVALID naming what is wrong */
export function parseAdHoc(input: unknown): JsonObject {
  const parsed = adHocSchema.safeParse(input);
  const data: unknown = parsed.success ? JSON.parse(JSON.stringify(parsed.data)) : null;
  if (isJsonObject(data)) return data;
  throw new MetricsmithError(
    `The metric is described wrongly: ${parsed.error === undefined ? "no object" : z.prettifyError(parsed.error)}`,
    {
      code: "TEMPLATE_INVALID",
    },
  );
}

/** The definition behind a stored ad-hoc metric. */
export function adHocDefinition(adHoc: JsonObject): MetricDefinition {
  const { kind, request, ingestion, chart, review } = adHocSchema.parse(adHoc);
  return {
    kind,
    request,
    historicalRequest: null,
    ingestion,
    historicalIngestion: null,
    chart,
    expect: null,
    review,
    transformerScope: "metric",
    template: null,
  };
}

/** An ad-hoc metric's parameters are the placeholders of its request, no more and no fewer. @throws {MetricsmithError} PARAMETERS_INVALID */
export function parseAdHocEndpointConfig(definition: MetricDefinition, endpointConfig: EndpointConfig): EndpointConfig {
  const names = listPlaceholders(definition.request);
  const missing = names.filter((name) => !Object.hasOwn(endpointConfig, name));
  const extra = Object.keys(endpointConfig).filter((name) => !names.includes(name));
  if (missing.length === 0 && extra.length === 0) return endpointConfig;
  const problems = [
    ...missing.map((name) => `${name}: missing`),
    ...extra.map((name) => `${name}: not in the request`),
  ];
  throw new MetricsmithError(
    `endpointConfig is wrong: ${problems.join("; ")}. The request takes: ${names.join(", ") || "no keys"}.`,
    {
      code: "PARAMETERS_INVALID",
      details: { problems },
    },
  );
}
