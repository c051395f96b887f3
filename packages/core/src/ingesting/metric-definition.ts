import { MetricsmithError } from "../errors/metricsmith-error.js";
import { compileMapping } from "../generating/mapping/compile-mapping.js";
import { snapshotCode } from "../generating/snapshot/snapshot-code.js";
import type { EndpointConfig, Metric, MetricKind } from "../metrics/metric.js";
import type { RequestDefinition } from "../metrics/request-definition.js";
import type { DefaultChart, Expectation, IngestionSource } from "../templates/template.js";
import { type Mapping, parseMapping } from "../transformers/mapping.js";
import { transformSource } from "../transformers/transform-function.js";
import type { Transformer } from "../transformers/transformer.js";
import { canonicalJson, type JsonObject } from "../util/json.js";
import { sha256 } from "../util/sha256.js";

import { type OldestBucketRule, oldestBucketRule } from "./oldest-bucket.js";

/** Everything that a metric's template or ad-hoc definition says, in one shape. */
export interface MetricDefinition {
  readonly kind: MetricKind;
  readonly request: RequestDefinition;
  readonly historicalRequest: RequestDefinition | null;
  readonly ingestion: IngestionSource;
  /** For the historical response, when its shape differs. */
  readonly historicalIngestion: IngestionSource | null;
  readonly chart: DefaultChart;
  readonly expect: Expectation | null;
  /** `manual`: a generated transformer waits for a person, however well it is proven. */
  readonly review: "automatic" | "manual";
  /** Whether metrics of the template may use a transformer that was promoted to it. */
  readonly transformerScope: "metric" | "template";
  /** What generators are told of the template; `null` for an ad-hoc metric. */
  readonly template: {
    readonly id: string;
    readonly name: string;
    readonly description: string | null;
    readonly provider: string;
  } | null;
}

/** Finds the definition of a stored metric. @throws {MetricsmithError} METRIC_NOT_FOUND when its template is not registered. */
export type DefinitionOf = (metric: Pick<Metric, "id" | "templateId" | "adHoc" | "endpointConfig">) => MetricDefinition;

/** The code that a definition gives, without a database or a response. */
export interface DefinedCode extends Pick<Transformer, "code" | "historicalCode" | "origin" | "codeHash" | "mapping"> {
  /** True when the declaration itself may leave every record out. */
  readonly mayBeEmpty: boolean;
  /** For points that are buckets of time, in the polled and in the historical response. */
  readonly oldestBucket: OldestBucketRule | null;
  readonly historicalOldestBucket: OldestBucketRule | null;
}

// Compiling is pure, and a template's definition is the same object for every run.
const definedCodes = new WeakMap<MetricDefinition, DefinedCode | null>();

/**
 * Code from the mapping, from the host's function, or for a snapshot without either; `null` when a generator has to write it.
 *
 * @throws {MetricsmithError} TEMPLATE_INVALID, MAPPING_INVALID
 */
export function definedCode(definition: MetricDefinition): DefinedCode | null {
  const known = definedCodes.get(definition);
  if (known !== undefined) return known;
  const defined = defineCode(definition);
  definedCodes.set(definition, defined);
  return defined;
}

function defineCode(definition: MetricDefinition): DefinedCode | null {
  const polled = sourceCode(definition.ingestion, definition.kind);
  if (polled === null) return null;
  const { code, origin, mapping, mayBeEmpty, oldestBucket } = polled;
  const historical =
    definition.historicalIngestion === null ? null : sourceCode(definition.historicalIngestion, definition.kind);
  const historicalCode = historical?.code ?? null;
  return {
    code,
    historicalCode,
    origin,
    mapping,
    codeHash: codeHashOf({ code, historicalCode, origin }),
    mayBeEmpty,
    oldestBucket,
    historicalOldestBucket: (historical ?? { oldestBucket }).oldestBucket,
  };
}

/** Equal hashes are the same transformer. */
export function codeHashOf({
  code,
  historicalCode,
  origin,
}: Pick<Transformer, "code" | "historicalCode" | "origin">): string {
  return sha256(canonicalJson({ code, historicalCode, origin }));
}

type SourceCode = Pick<DefinedCode, "code" | "origin" | "mapping" | "mayBeEmpty" | "oldestBucket">;

function sourceCode(source: IngestionSource, kind: MetricKind): SourceCode | null {
  if (source.transform !== undefined && source.mapping !== undefined) {
    throw new MetricsmithError("Both a mapping and a transform are given. Leave one of them out.", {
      code: "TEMPLATE_INVALID",
    });
  }
  if (source.transform !== undefined)
    return {
      code: transformSource(source.transform),
      origin: "manual",
      mapping: null,
      mayBeEmpty: false,
      oldestBucket: null,
    };
  if (source.mapping !== undefined) {
    const mapping: Mapping = parseMapping(source.mapping);
    return {
      code: compileMapping(mapping, { kind }),
      origin: "mapping",
      mapping: mappingJson(mapping),
      mayBeEmpty: mapping.filter !== undefined,
      oldestBucket: oldestBucketRule(mapping),
    };
  }
  if (kind === "snapshot")
    return { code: snapshotCode(), origin: "built-in", mapping: null, mayBeEmpty: false, oldestBucket: null };
  return null;
}

/** The mapping as it is stored: JSON, without what is undefined. */
export function mappingJson(mapping: Mapping): JsonObject {
  return JSON.parse(JSON.stringify(mapping)) as JsonObject;
}

/** What a transformer's own mapping says of how its points are saved, for one that no definition describes. */
export function mappingTraits(mapping: JsonObject | null): Pick<DefinedCode, "mayBeEmpty" | "oldestBucket"> {
  if (mapping === null) return { mayBeEmpty: false, oldestBucket: null };
  const parsed = parseMapping(mapping);
  return { mayBeEmpty: parsed.filter !== undefined, oldestBucket: oldestBucketRule(parsed) };
}

/** Payloads of one hash are one history; another template or other parameters measure something else. */
export function metricConfigHash(input: {
  templateId: string | null;
  request: RequestDefinition;
  endpointConfig: EndpointConfig;
}): string {
  return sha256(
    canonicalJson({
      templateId: input.templateId,
      endpoint: input.request.endpoint,
      endpointConfig: input.endpointConfig,
    }),
  );
}
