import { MetricsmithError } from "../errors/metricsmith-error.js";
import { compileMapping } from "../generating/mapping/compile-mapping.js";
import { snapshotCode } from "../generating/snapshot/snapshot-code.js";
import type { EndpointConfig, Metric, MetricKind } from "../metrics/metric.js";
import type { RequestDefinition } from "../metrics/request-definition.js";
import type { DefaultChart, Expectation, IngestionSource } from "../templates/template.js";
import { type Mapping, parseMapping } from "../transformers/mapping.js";
import { transformSource } from "../transformers/transform-function.js";
import type { Transformer } from "../transformers/transformer.js";
import { canonicalJson } from "../util/json.js";
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
}

/** Finds the definition of a stored metric. @throws {MetricsmithError} METRIC_NOT_FOUND when its template is not registered. */
export type DefinitionOf = (metric: Pick<Metric, "id" | "templateId" | "adHoc" | "endpointConfig">) => MetricDefinition;

/** The code that a definition gives, without a database or a response. */
export interface DefinedCode extends Pick<Transformer, "code" | "historicalCode" | "origin" | "codeHash"> {
  /** True when the declaration itself may leave every record out. */
  readonly mayBeEmpty: boolean;
  /** For points that are buckets of time, in the polled and in the historical response. */
  readonly oldestBucket: OldestBucketRule | null;
  readonly historicalOldestBucket: OldestBucketRule | null;
}

// Compiling is pure, and a template's definition is the same object for every run.
const definedCodes = new WeakMap<MetricDefinition, DefinedCode>();

/** Code from the mapping, from the host's function, or for a snapshot without either. @throws {MetricsmithError} TRANSFORMER_MISSING, MAPPING_INVALID */
export function definedCode(definition: MetricDefinition): DefinedCode {
  const known = definedCodes.get(definition);
  if (known !== undefined) return known;
  const defined = defineCode(definition);
  definedCodes.set(definition, defined);
  return defined;
}

function defineCode(definition: MetricDefinition): DefinedCode {
  const { code, origin, mayBeEmpty, oldestBucket } = sourceCode(definition.ingestion, definition.kind);
  const historical =
    definition.historicalIngestion === null ? null : sourceCode(definition.historicalIngestion, definition.kind);
  const historicalCode = historical?.code ?? null;
  return {
    code,
    historicalCode,
    origin,
    codeHash: sha256(canonicalJson({ code, historicalCode, origin })),
    mayBeEmpty,
    oldestBucket,
    historicalOldestBucket: (historical ?? { oldestBucket }).oldestBucket,
  };
}

type SourceCode = Pick<DefinedCode, "code" | "origin" | "mayBeEmpty" | "oldestBucket">;

function sourceCode(source: IngestionSource, kind: MetricKind): SourceCode {
  if (source.transform !== undefined && source.mapping !== undefined) {
    throw new MetricsmithError("Both a mapping and a transform are given. Leave one of them out.", {
      code: "TEMPLATE_INVALID",
    });
  }
  if (source.transform !== undefined)
    return { code: transformSource(source.transform), origin: "manual", mayBeEmpty: false, oldestBucket: null };
  if (source.mapping !== undefined) {
    const mapping: Mapping = parseMapping(source.mapping);
    return {
      code: compileMapping(mapping, { kind }),
      origin: "mapping",
      mayBeEmpty: mapping.filter !== undefined,
      oldestBucket: oldestBucketRule(mapping),
    };
  }
  if (kind === "snapshot") return { code: snapshotCode(), origin: "built-in", mayBeEmpty: false, oldestBucket: null };
  throw new MetricsmithError(
    "There is no transformer, and nothing to make one from. Give the template or metric a mapping or a transform.",
    {
      code: "TRANSFORMER_MISSING",
    },
  );
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
