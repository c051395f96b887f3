import type { z } from "zod";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { formatPipelineAddress } from "../runs/pipeline-address.js";
import type { Run } from "../runs/run.js";
import { canonicalJson, type JsonObject, type JsonValue } from "../util/json.js";
import { sha256 } from "../util/sha256.js";
import type { AnyStep, Step } from "./step.js";

/** A run to start when another has completed. */
export interface NextRun {
  /** `provider/domain/name` of a registered pipeline. */
  readonly pipeline: string;
  readonly parameters?: JsonObject | undefined;
  /** For pipelines of scope `metric`. */
  readonly metricId?: string | undefined;
}

/** What a step would have to accept, shown by the compiler where two steps do not fit together. */
interface StepInputMismatch<Name extends string, Expected, Received> {
  readonly name: Name;
  readonly thisStepTakes: Expected;
  readonly butIsGiven: Received;
}

/** Steps of which each takes what the one before gives; the first takes the pipeline's parameters. */
export type StepChain<Steps extends readonly AnyStep[], Input> = Steps extends readonly [
  infer First extends AnyStep,
  ...infer Rest extends readonly AnyStep[],
]
  ? First extends Step<infer Name, infer Taken, infer Given>
    ? readonly [
        [Input] extends [Taken] ? First : StepInputMismatch<Name, Taken, Input>,
        ...StepChain<Rest, Awaited<Given>>,
      ]
    : never
  : readonly [];

interface PipelineBase<Parameters extends z.ZodObject> {
  /** kebab-case; addressed as `provider/domain/name`. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly provider?: string | undefined;
  readonly domain?: string | undefined;
  /** Raise it when steps change their meaning: runs of another version start again at the first step. */
  readonly version?: string | undefined;
  /** `metric`: runs belong to one metric, and one at a time is at work on it. @defaultValue "organization" */
  readonly scope?: "organization" | "metric" | undefined;
  /**
   * False where how it ends says nothing of the metric's data: its errors are not remembered on the metric, nor are others forgotten.
   *
   * @defaultValue true
   */
  readonly speaksForMetric?: boolean | undefined;
  readonly parameters: Parameters;
  /** Longest time one attempt may take, in milliseconds. @defaultValue 900_000 (15 minutes) */
  readonly timeoutMs?: number | undefined;
  /** Runs to start, in the same commit in which this one completes. */
  readonly then?: ((completed: { readonly run: Run; readonly result: JsonValue }) => readonly NextRun[]) | undefined;
}

/** A named list of steps. */
export interface Pipeline extends PipelineBase<z.ZodObject> {
  readonly steps: readonly AnyStep[];
}

export const defaultPipelineTimeoutMs = 900_000;

/**
 * A pipeline whose steps fit together. Its result is the last step's output.
 *
 * @throws {MetricsmithError} PIPELINE_INVALID when names, steps or limits contradict each other.
 */
export function definePipeline<Parameters extends z.ZodObject, const Steps extends readonly [AnyStep, ...AnyStep[]]>(
  definition: PipelineBase<Parameters> & { readonly steps: Steps & StepChain<Steps, z.output<Parameters>> },
): Pipeline {
  const pipeline = definition as unknown as Pipeline;
  const problem = findProblem(pipeline);
  if (problem !== null) {
    throw new MetricsmithError(`Pipeline ${JSON.stringify(pipeline.name)}: ${problem}`, { code: "PIPELINE_INVALID" });
  }
  return pipeline;
}

const namePattern = /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/;

function findProblem(pipeline: Pipeline): string | null {
  for (const part of [pipeline.name, pipeline.provider, pipeline.domain]) {
    if (part !== undefined && !namePattern.test(part)) return `${JSON.stringify(part)} is not kebab-case.`;
  }
  if (pipeline.domain !== undefined && pipeline.provider === undefined) return "a domain needs a provider.";
  if (!isPositiveInteger(pipeline.timeoutMs)) return "timeoutMs must be a whole number of at least 1.";
  if (pipeline.steps.length === 0) return "it has no steps.";
  const names = new Set<string>();
  for (const { name, timeoutMs, retry } of pipeline.steps) {
    if (!namePattern.test(name)) return `step name ${JSON.stringify(name)} is not kebab-case.`;
    if (names.has(name)) return `two steps are named ${JSON.stringify(name)}.`;
    names.add(name);
    if (!isPositiveInteger(timeoutMs)) return `${name}: timeoutMs must be a whole number of at least 1.`;
    if (retry && !(Number.isInteger(retry.times) && retry.times >= 0 && retry.times <= 10)) {
      return `${name}: retry.times must be a whole number from 0 to 10.`;
    }
  }
  return null;
}

function isPositiveInteger(value: number | undefined): boolean {
  return value === undefined || (Number.isSafeInteger(value) && value >= 1);
}

/** `provider/domain/name`, without the parts that are absent. */
export function pipelineAddress(pipeline: Pipeline): string {
  return formatPipelineAddress({
    provider: pipeline.provider ?? null,
    domain: pipeline.domain ?? null,
    name: pipeline.name,
  });
}

// A definition never changes, and its hash is asked for twice a run.
const definitionHashes = new WeakMap<Pipeline, string>();

/** Changes when a pipeline's version, steps or parameters do, so that a resumed run knows that its checkpoints no longer fit. */
export function pipelineDefinitionHash(pipeline: Pipeline): string {
  const known = definitionHashes.get(pipeline);
  if (known !== undefined) return known;
  const hash = sha256(
    canonicalJson({
      address: pipelineAddress(pipeline),
      version: pipeline.version ?? null,
      steps: pipeline.steps.map((each) => each.name),
    }),
  );
  definitionHashes.set(pipeline, hash);
  return hash;
}
