import { z } from "zod";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { createHttpFetcher } from "../fetching/create-http-fetcher.js";
import type { Authentication, Fetcher } from "../ports/fetching.js";
import type { Logger } from "../ports/logger.js";
import type { PayloadStore } from "../ports/payloads.js";
import type { Policy } from "../ports/policy.js";
import type { Sandbox, SandboxLimits } from "../ports/sandbox.js";
import type { StorageAdapter } from "../ports/storage.js";
import type { Pipeline } from "../running/pipeline.js";
import { createQuickJsSandbox } from "../sandbox/create-quickjs-sandbox.js";
import type { Template } from "../templates/template.js";
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
  return {
    storage,
    payloads: options.payloads ?? storage.payloads,
    templates: options.templates ?? [],
    pipelines: options.pipelines ?? [],
    connections: options.connections ?? null,
    fetcher: options.fetcher ?? createHttpFetcher(),
    sandbox: options.sandbox ?? createQuickJsSandbox(),
    limits: {
      timeoutMs: wholeNumber("limits.timeoutMs", options.limits?.timeoutMs, defaultLimits.timeoutMs, 10, 600_000),
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
