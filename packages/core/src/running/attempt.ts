import { MetricsmithError } from "../errors/metricsmith-error.js";
import { toMetricsmithError } from "../errors/to-metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import { formatPipelineAddress } from "../runs/pipeline-address.js";
import { claimableSince } from "../runs/place-run.js";
import type { Run } from "../runs/run.js";
import { countRunEvents, runEvents } from "../runs/run-event.js";
import type { StepLog } from "../runs/step-log.js";
import type { JsonValue } from "../util/json.js";
import { deriveId } from "../util/uuid.js";
import { askPolicies } from "./ask-policies.js";
import { findPipeline } from "./new-run.js";
import { defaultPipelineTimeoutMs, type Pipeline, pipelineDefinitionHash } from "./pipeline.js";
import { commitBoundary, commitEnd } from "./run-commits.js";
import { attemptsExhausted, pipelineTimeout, runCancelled, shutdownReason } from "./run-errors.js";
import type { RunnerServices } from "./runner-services.js";
import type { AnyStep } from "./step.js";
import { type StepOutcome, tryStep } from "./try-step.js";

/** A run that is killed this often is broken, or breaks its workers. */
const maximumAttempts = 5;
/** How often an attempt repeats steps whose boundary met changed rows, before it leaves the run to the next one. */
const maximumConflicts = 3;

/** How an attempt ended. */
export interface AttemptEnd {
  /** The run, when the attempt has ended it. */
  readonly ended: Run | null;
  /** Ids of runs that can start now. */
  readonly startable: readonly string[];
}

/** One attempt of a run, from what is stored of the attempts before it to its end. */
export class Attempt {
  readonly #services: RunnerServices;
  readonly #metric: Metric | null;
  readonly #logs: StepLog[];
  readonly #signal: AbortSignal;
  readonly #controller: AbortController;
  readonly #memory = new Map<string, Promise<unknown>>();
  #run: Run;
  #emitted: number;

  constructor(services: RunnerServices, run: Run, metric: Metric | null, logs: StepLog[], controller: AbortController) {
    this.#services = services;
    this.#run = run;
    this.#metric = metric;
    this.#logs = logs;
    this.#controller = controller;
    this.#signal = controller.signal;
    // A run that this worker has stored at work has told nobody so.
    this.#emitted = isBegun(run) ? 0 : countRunEvents(run, logs);
  }

  async execute(): Promise<AttemptEnd> {
    if (this.#run.cancelRequestedAt !== null) return this.#end(runCancelled(this.#run), null);
    if (this.#run.attempt - this.#run.handOvers > maximumAttempts) return this.#end(attemptsExhausted(this.#run), null);
    let pipeline: Pipeline;
    try {
      pipeline = findPipeline(
        this.#services.pipelines,
        formatPipelineAddress({ ...this.#run, name: this.#run.pipeline }),
      );
      if (this.#run.startedAt === null) await askPolicies(this.#services.policies, this.#run, this.#metric);
    } catch (error) {
      return this.#end(toMetricsmithError(error, "STEP_FAILED"), null);
    }
    if (isBegun(this.#run)) this.#emitNew();
    else await this.#begin(pipeline);
    const timeoutMs = pipeline.timeoutMs ?? defaultPipelineTimeoutMs;
    const timer = setTimeout(() => this.#controller.abort(pipelineTimeout(pipeline, timeoutMs)), timeoutMs);
    try {
      return await this.#executeSteps(pipeline);
    } finally {
      clearTimeout(timer);
    }
  }

  /** From `validating` to work. Checkpoints of another definition are worth nothing: such a run begins again. */
  async #begin(pipeline: Pipeline): Promise<void> {
    const definitionHash = pipelineDefinitionHash(pipeline);
    const restart = definitionHash !== this.#run.definitionHash;
    const completedSteps = restart ? 0 : this.#run.completedSteps;
    this.#run = await commitBoundary({
      services: this.#services,
      run: this.#run,
      changes: {
        status: "processing",
        startedAt: this.#run.startedAt ?? this.#services.clock.now(),
        currentStep: nameOf(pipeline.steps[completedSteps]),
        ...(restart
          ? { definitionHash, completedSteps, checkpoint: null, receipts: {}, totalSteps: pipeline.steps.length }
          : {}),
      },
      log: null,
      writes: this.#refreshStatus("processing"),
    });
    this.#emitNew();
  }

  async #executeSteps(pipeline: Pipeline): Promise<AttemptEnd> {
    const total = pipeline.steps.length;
    let value: JsonValue = this.#run.completedSteps === 0 ? this.#run.parameters : this.#run.checkpoint;
    let conflicts = 0;
    for (let index = this.#run.completedSteps; index < total; index++) {
      const step = pipeline.steps[index] as AnyStep;
      const outcome = await tryStep({
        services: this.#services,
        run: this.#run,
        metric: this.#metric,
        step,
        input: value,
        signal: this.#signal,
        memory: this.#memory,
        onWait: (isWaiting) => this.#markWaiting(isWaiting),
      });
      if (outcome.status === "failed") {
        if (outcome.error.code === "RUN_LEASE_LOST") return this.#handOver(outcome.error);
        return this.#end(outcome.error, this.#logOf(step, outcome), step);
      }
      const log = this.#logOf(step, outcome);
      try {
        if (index === total - 1) return await this.#complete(pipeline, outcome, log);
        this.#run = await commitBoundary({
          services: this.#services,
          run: this.#run,
          changes: {
            checkpoint: outcome.output,
            completedSteps: index + 1,
            currentStep: nameOf(pipeline.steps[index + 1]),
          },
          log,
          writes: outcome.requests.writes,
        });
        value = outcome.output;
      } catch (error) {
        if (isConflict(error) && conflicts++ < maximumConflicts) {
          // Somebody changed what the step went by: it goes by what is stored now.
          this.#memory.clear();
          index--;
          continue;
        }
        if (!isRefusedForGood(error)) throw error;
        const { startedAt, durationMs } = outcome;
        return this.#end(error, this.#logOf(step, { status: "failed", error, startedAt, durationMs }), step);
      }
      this.#logs.push(log);
      this.#emitNew();
      for (const event of outcome.requests.events) this.#services.emit(event);
    }
    // Only a run whose every step had been done, but whose end was not committed, comes here: it cannot, the last boundary is the end.
    throw new MetricsmithError(`Run ${this.#run.id} has no step left to do.`, { code: "STORAGE_INVALID" });
  }

  async #complete(pipeline: Pipeline, outcome: StepOutcome & { status: "completed" | "skipped" }, log: StepLog) {
    const result = outcome.output;
    const completed: Run = { ...this.#run, status: "completed", result };
    let nextRuns;
    try {
      nextRuns = pipeline.then?.({ run: completed, result }) ?? [];
      for (const next of nextRuns) findPipeline(this.#services.pipelines, next.pipeline);
    } catch (error) {
      return this.#end(toMetricsmithError(error, "STEP_FAILED"), null);
    }
    const { run, startable } = await commitEnd({
      services: this.#services,
      run: this.#run,
      metric: this.#metric,
      changes: { status: "completed", result, checkpoint: null, completedSteps: pipeline.steps.length },
      metricChanges: this.#speaksForMetric() ? { lastError: null, lastErrorCode: null } : {},
      log,
      writes: outcome.requests.writes,
      nextRuns,
    });
    this.#run = run;
    this.#logs.push(log);
    this.#emitNew();
    for (const event of outcome.requests.events) this.#services.emit(event);
    return { ended: run, startable };
  }

  #speaksForMetric(): boolean {
    const address = formatPipelineAddress({ ...this.#run, name: this.#run.pipeline });
    return this.#services.pipelines.get(address)?.speaksForMetric ?? true;
  }

  /** Fails or cancels the run. */
  async #end(error: MetricsmithError, log: StepLog | null, step?: AnyStep): Promise<AttemptEnd> {
    const isCancel = error.code === "RUN_CANCELLED";
    const ofRun = isCancel || step === undefined || error.code === "PIPELINE_TIMEOUT";
    const errorMessage = ofRun ? error.message : `${step.name}: ${error.message}`;
    const keepsMetric = isCancel || error.code === "RUN_REFUSED" || !this.#speaksForMetric();
    const { run, startable } = await commitEnd({
      services: this.#services,
      run: this.#run,
      metric: this.#metric,
      changes: {
        status: isCancel ? "cancelled" : "failed",
        errorCode: error.code,
        errorMessage,
        errorCategory: error.category,
        checkpoint: null,
      },
      metricChanges: keepsMetric ? {} : { lastError: errorMessage, lastErrorCode: error.code },
      log,
      writes: [],
      nextRuns: [],
    });
    this.#run = run;
    if (log !== null) this.#logs.push(log);
    this.#emitNew();
    return { ended: run, startable };
  }

  /** Gives the run back at once when this worker shuts down; a lost lease is somebody else's already. */
  async #handOver(reason: MetricsmithError): Promise<AttemptEnd> {
    if (reason !== shutdownReason) throw reason;
    this.#run = await commitBoundary({
      services: this.#services,
      run: this.#run,
      changes: { leaseOwner: null, leaseExpiresAt: claimableSince, handOvers: this.#run.handOvers + 1 },
      log: null,
      writes: [],
    });
    return { ended: null, startable: [] };
  }

  async #markWaiting(isWaiting: boolean): Promise<void> {
    const status = isWaiting ? "running" : "processing";
    this.#run = await commitBoundary({
      services: this.#services,
      run: this.#run,
      changes: { status },
      log: null,
      writes: this.#refreshStatus(status),
    });
  }

  #refreshStatus(refreshStatus: "running" | "processing") {
    const { clock } = this.#services;
    if (this.#metric === null) return [];
    const set = { refreshStatus, updatedAt: clock.now() };
    return [{ operation: "update", table: "metrics", id: this.#metric.id, set } as const];
  }

  #logOf(step: AnyStep, outcome: StepOutcome): StepLog {
    const sequence = (this.#logs.at(-1)?.sequence ?? 0) + 1;
    const completedAt = this.#services.clock.now();
    return {
      id: deriveId(this.#run.id, `${this.#run.attempt}:${sequence}`),
      createdAt: completedAt,
      updatedAt: completedAt,
      organizationId: this.#run.organizationId,
      runId: this.#run.id,
      metricId: this.#run.metricId,
      sequence,
      attempt: this.#run.attempt,
      step: step.name,
      displayName: step.displayName,
      status: outcome.status,
      startedAt: outcome.startedAt,
      completedAt,
      durationMs: outcome.durationMs,
      output: outcome.status === "failed" ? null : outcome.output,
      error: outcome.status === "failed" ? { code: outcome.error.code, message: outcome.error.message } : null,
    };
  }

  #emitNew(): void {
    if (this.#services.isHeard()) {
      for (const event of runEvents(this.#run, this.#logs, this.#emitted)) this.#services.emit(event);
    }
    this.#emitted = countRunEvents(this.#run, this.#logs);
  }
}

/** Claimed runs are `validating`; one that was stored at work needs no other beginning. */
function isBegun(run: Run): boolean {
  return run.status === "processing";
}

function isConflict(error: unknown): boolean {
  return MetricsmithError.isInstance(error) && error.code === "STORAGE_CONFLICT";
}

/** The step's output, its writes or the runs behind it can never be stored: another attempt would only do its work again. */
function isRefusedForGood(error: unknown): error is MetricsmithError {
  return (
    MetricsmithError.isInstance(error) && (error.code === "STORAGE_INVALID" || error.code === "PARAMETERS_INVALID")
  );
}

function nameOf(step: AnyStep | undefined): Run["currentStep"] {
  return step === undefined ? null : { step: step.name, displayName: step.displayName };
}
