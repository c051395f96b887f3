import { z } from "zod";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { createHttpFetcher } from "../fetching/create-http-fetcher.js";
import { rules } from "../generating/rules/create-rules.js";
import type { ModelLedgerOptions } from "../ingesting/model-ledger.js";
import type { Authentication, Fetcher } from "../ports/fetching.js";
import type { Generator } from "../ports/generator.js";
import type { Logger } from "../ports/logger.js";
import type { PayloadStore } from "../ports/payloads.js";
import type { Policy } from "../ports/policy.js";
import type { Sandbox, SandboxLimits } from "../ports/sandbox.js";
import type { StorageAdapter } from "../ports/storage.js";
import type { Pipeline } from "../running/pipeline.js";
import { createQuickJsSandbox } from "../sandbox/create-quickjs-sandbox.js";
import type { Template } from "../templates/template.js";
import { type Budget, budgetSchema, type ModelPrice, modelPriceSchema } from "../usage/budget.js";
import { type Clock, systemClock } from "../util/clock.js";
import type { JsonObject } from "../util/json.js";
import { codedStorage } from "./coded-storage.js";
import { guardedLogger } from "./guarded-logger.js";
import { type Retention, type RetentionOptions, resolveRetention } from "./retention.js";

/** Which credentials a request needs. */
export interface ConnectionReference {
  readonly organizationId: string;
  readonly connectionId: string;
  /** `null` for requests of organization-wide pipelines. */
  readonly metricId: string | null;
}

export interface MetricsmithOptions<Templates extends readonly Template[]> {
  /** Where everything is kept, such as `memoryStorage()`. */
  readonly storage: StorageAdapter;
  /** Kinds of metrics, made with `defineTemplate`. @defaultValue none: only ad-hoc metrics */
  readonly templates?: Templates | undefined;
  /** The host's own pipelines, made with `definePipeline`. @defaultValue only the built-in ones */
  readonly pipelines?: readonly Pipeline[] | undefined;
  /**
   * Authentication for a connection, asked for at each fetch and never stored. Not asked for metrics without `connectionId`.
   *
   * @defaultValue none: metrics with a `connectionId` cannot be fetched
   */
  readonly connections?: ((reference: ConnectionReference) => Authentication | Promise<Authentication>) | undefined;
  /** Where archived responses are kept. @defaultValue the storage's own payload store */
  readonly payloads?: PayloadStore | undefined;
  /** Reads APIs. @defaultValue `createHttpFetcher()`, which refuses private addresses */
  readonly fetcher?: Fetcher | undefined;
  /** Runs transformer code. @defaultValue `createQuickJsSandbox()` */
  readonly sandbox?: Sandbox | undefined;
  /**
   * Who writes transformers and charts that the host has not written, asked in this order until one of them is proven right, such as
   * `[rules(), model(openaiClient({ model: "gpt-5-mini" }))]`.
   *
   * @defaultValue `[rules()]`: no model is asked
   */
  readonly generator?: Generator | readonly Generator[] | undefined;
  /** What models cost by name, for the ledger and for budgets of cost. @defaultValue none: costs are unknown */
  readonly prices?: Readonly<Record<string, ModelPrice>> | undefined;
  /** What models may use. A call that would go over one is not made. @defaultValue none */
  readonly budgets?: readonly Budget[] | undefined;
  /** Bounds of one sandbox run. @defaultValue 5,000 ms, 64 MB, 250,000 points, 32 MB of output */
  readonly limits?: Partial<SandboxLimits> | undefined;
  /** Asked before a run starts. @defaultValue none */
  readonly policies?: readonly Policy[] | undefined;
  /** `{{env}}` in requests, such as "production". @defaultValue "" */
  readonly environment?: string | undefined;
  /** The host's own `{{name}}` variables in requests. @defaultValue none */
  readonly variables?: JsonObject | undefined;
  /** `{{org_slug}}` in requests. @defaultValue the organization's id */
  readonly organizationSlug?: ((organizationId: string) => string | Promise<string>) | undefined;
  /** Most rows of a chart, 100 to 5,000; longer ranges are aggregated first. @defaultValue 5,000 */
  readonly maximumChartPoints?: number | undefined;
  /** Most runs at work in this process at a time, 1 to 1,000. @defaultValue 4 */
  readonly concurrency?: number | undefined;
  /** How long a worker may be silent before another one takes its run over, in milliseconds, 100 to 3,600,000. @defaultValue 30,000 */
  readonly leaseMs?: number | undefined;
  /** How often `start` looks for runs that other processes have left, in milliseconds, 10 to 3,600,000. @defaultValue 1,000 */
  readonly pollIntervalMs?: number | undefined;
  /** How long `sweep` keeps what it may delete. @defaultValue runs 30 days, 5 responses of failed runs a metric, all else forever */
  readonly retention?: RetentionOptions | undefined;
  /** Wall-clock time of everything but leases. @defaultValue the machine's clock */
  readonly clock?: Clock | undefined;
  /** Fills bytes for ids. @defaultValue the machine's cryptographic source */
  readonly randomBytes?: ((bytes: Uint8Array) => void) | undefined;
  /** @defaultValue silent */
  readonly logger?: Logger | undefined;
}

export interface ResolvedMetricsmithOptions {
  readonly storage: StorageAdapter;
  readonly payloads: PayloadStore;
  readonly templates: readonly Template[];
  readonly pipelines: readonly Pipeline[];
  readonly connections: ((reference: ConnectionReference) => Authentication | Promise<Authentication>) | null;
  readonly fetcher: Fetcher;
  readonly sandbox: Sandbox;
  readonly generators: readonly Generator[];
  readonly ledger: ModelLedgerOptions;
  readonly limits: SandboxLimits;
  readonly policies: readonly Policy[];
  readonly environment: string;
  readonly variables: JsonObject;
  readonly organizationSlug: (organizationId: string) => string | Promise<string>;
  readonly maximumChartPoints: number;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly pollIntervalMs: number;
  readonly retention: Retention;
  readonly clock: Clock;
  readonly randomBytes: ((bytes: Uint8Array) => void) | undefined;
  readonly logger: Logger;
}

const defaultLimits: SandboxLimits = {
  timeoutMs: 5_000,
  maximumSteps: 100_000_000,
  memoryBytes: 67_108_864,
  maximumPoints: 250_000,
  maximumOutputBytes: 33_554_432,
};

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** @throws {MetricsmithError} OPTION_INVALID naming the option; ADAPTER_SPEC_UNSUPPORTED */
export function resolveMetricsmithOptions(
  options: MetricsmithOptions<readonly Template[]>,
): ResolvedMetricsmithOptions {
  const storage = codedStorage(options.storage);
  const generators = resolveGenerators(options.generator);
  return {
    storage,
    payloads: options.payloads ?? storage.payloads,
    templates: options.templates ?? [],
    pipelines: options.pipelines ?? [],
    connections: options.connections ?? null,
    fetcher: options.fetcher ?? createHttpFetcher(),
    sandbox: options.sandbox ?? createQuickJsSandbox(),
    generators,
    ledger: resolveLedger(options, generators),
    limits: {
      timeoutMs: wholeNumber("limits.timeoutMs", options.limits?.timeoutMs, defaultLimits.timeoutMs, 10, 600_000),
      maximumSteps: wholeNumber(
        "limits.maximumSteps",
        options.limits?.maximumSteps,
        defaultLimits.maximumSteps,
        10_000,
        1_000_000_000_000,
      ),
      memoryBytes: wholeNumber(
        "limits.memoryBytes",
        options.limits?.memoryBytes,
        defaultLimits.memoryBytes,
        1_048_576,
        536_870_912,
      ),
      maximumPoints: wholeNumber(
        "limits.maximumPoints",
        options.limits?.maximumPoints,
        defaultLimits.maximumPoints,
        1,
        10_000_000,
      ),
      maximumOutputBytes: wholeNumber(
        "limits.maximumOutputBytes",
        options.limits?.maximumOutputBytes,
        defaultLimits.maximumOutputBytes,
        1_024,
        536_870_912,
      ),
    },
    policies: options.policies ?? [],
    environment: options.environment ?? "",
    variables: options.variables ?? {},
    organizationSlug: options.organizationSlug ?? ((organizationId) => organizationId),
    maximumChartPoints: wholeNumber("maximumChartPoints", options.maximumChartPoints, 5_000, 100, 5_000),
    concurrency: wholeNumber("concurrency", options.concurrency, 4, 1, 1_000),
    leaseMs: wholeNumber("leaseMs", options.leaseMs, 30_000, 100, 3_600_000),
    pollIntervalMs: wholeNumber("pollIntervalMs", options.pollIntervalMs, 1_000, 10, 3_600_000),
    retention: resolveRetention(options.retention),
    clock: options.clock ?? systemClock,
    randomBytes: options.randomBytes,
    logger: guardedLogger(options.logger ?? silent),
  };
}

function resolveGenerators(generator: Generator | readonly Generator[] | undefined): readonly Generator[] {
  if (generator === undefined) return [rules()];
  return "propose" in generator ? [generator] : generator;
}

/** A budget of cost needs the price of every model that may be asked. */
function resolveLedger(
  { budgets, prices }: Pick<MetricsmithOptions<readonly Template[]>, "budgets" | "prices">,
  generators: readonly Generator[],
): ModelLedgerOptions {
  const parsed = z
    .object({
      budgets: z.array(budgetSchema).default([]),
      prices: z.record(z.string(), modelPriceSchema).default({}),
    })
    .safeParse({ budgets, prices });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const option = issue?.path.join(".") ?? "budgets";
    throw new MetricsmithError(`${option}: ${issue?.message ?? "cannot be read"}. Correct the option.`, {
      code: "OPTION_INVALID",
      details: { option },
    });
  }
  const ledger = parsed.data;
  const unpriced = generators.find(({ model }) => model !== null && !Object.hasOwn(ledger.prices, model));
  if (unpriced !== undefined && ledger.budgets.some(({ cost }) => cost !== undefined)) {
    throw new MetricsmithError(
      `prices has no entry for the model ${String(unpriced.model)}, and a budget limits its cost. Add its price, or limit tokens.`,
      { code: "OPTION_INVALID", details: { option: "prices" } },
    );
  }
  return ledger;
}

function wholeNumber(
  name: string,
  value: number | undefined,
  fallback: number,
  minimum: number,
  maximum: number,
): number {
  const parsed = z
    .int()
    .min(minimum)
    .max(maximum)
    .safeParse(value ?? fallback);
  if (parsed.success) return parsed.data;
  throw new MetricsmithError(`${name} is ${String(value)}; give a whole number from ${minimum} to ${maximum}.`, {
    code: "OPTION_INVALID",
    details: { option: name },
  });
}
