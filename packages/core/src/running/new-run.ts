import type { z } from "zod";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { claimableSince } from "../runs/place-run.js";
import type { Run, RunTrigger } from "../runs/run.js";
import type { JsonObject } from "../util/json.js";
import { type Pipeline, pipelineDefinitionHash } from "./pipeline.js";
import type { RunnerServices } from "./runner-services.js";

/** The row of a run that any worker may take. @throws {MetricsmithError} PIPELINE_NOT_FOUND, PARAMETERS_INVALID */
export function newRun(input: {
  readonly services: Pick<RunnerServices, "pipelines" | "clock">;
  readonly id: string;
  readonly organizationId: string;
  readonly address: string;
  readonly metricId: string | null;
  readonly parameters: JsonObject;
  readonly trigger: RunTrigger;
  readonly createdBy: string | null;
}): Run {
  const pipeline = findPipeline(input.services.pipelines, input.address);
  const parsed = strictUnlessLoose(pipeline.parameters).safeParse(input.parameters);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "parameters"}: ${issue.message}`);
    throw new MetricsmithError(
      `Parameters of pipeline ${input.address} are wrong: ${problems.join("; ")}. Correct these keys.`,
      {
        code: "PARAMETERS_INVALID",
        details: { pipeline: input.address, problems },
      },
    );
  }
  if ((pipeline.scope === "metric") !== (input.metricId !== null)) {
    const advice =
      pipeline.scope === "metric" ? "works on one metric: give a metricId" : "works on no metric: leave metricId out";
    throw new MetricsmithError(`Pipeline ${input.address} ${advice}.`, {
      code: "PARAMETERS_INVALID",
      details: { pipeline: input.address },
    });
  }
  const now = input.services.clock.now();
  const first = pipeline.steps[0];
  return {
    id: input.id,
    organizationId: input.organizationId,
    createdAt: now,
    updatedAt: now,
    pipeline: pipeline.name,
    provider: pipeline.provider ?? null,
    domain: pipeline.domain ?? null,
    definitionHash: pipelineDefinitionHash(pipeline),
    trigger: input.trigger,
    metricId: input.metricId,
    parameters: parsed.data as JsonObject,
    status: "pending",
    attempt: 0,
    handOvers: 0,
    checkpoint: null,
    receipts: {},
    completedSteps: 0,
    totalSteps: pipeline.steps.length,
    currentStep: first === undefined ? null : { step: first.name, displayName: first.displayName },
    result: null,
    errorCode: null,
    errorMessage: null,
    errorCategory: null,
    createdBy: input.createdBy,
    startedAt: null,
    completedAt: null,
    leaseOwner: null,
    leaseExpiresAt: claimableSince,
    cancelRequestedAt: null,
  };
}

/** @throws {MetricsmithError} PIPELINE_NOT_FOUND */
export function findPipeline(pipelines: ReadonlyMap<string, Pipeline>, address: string): Pipeline {
  const pipeline = pipelines.get(address);
  if (pipeline === undefined) {
    throw new MetricsmithError(`Pipeline not found: ${address}. Registered are: ${[...pipelines.keys()].join(", ")}.`, {
      code: "PIPELINE_NOT_FOUND",
      details: { pipeline: address },
    });
  }
  return pipeline;
}

// A schema compiles itself when it is first used, so each pipeline has one for all its runs.
const strictSchemas = new WeakMap<z.ZodObject, z.ZodObject>();

/** Unknown keys are mistakes, unless the host's schema says what becomes of them. */
function strictUnlessLoose(parameters: z.ZodObject): z.ZodObject {
  if (parameters.def.catchall !== undefined) return parameters;
  const known = strictSchemas.get(parameters);
  if (known !== undefined) return known;
  const strict = parameters.strict();
  strictSchemas.set(parameters, strict);
  return strict;
}
