import type { JsonValue } from "../util/json.js";

/** Bounds of one sandbox run. */
export interface SandboxLimits {
  /** Time the code may run, in milliseconds; the sandbox ends it hard shortly after. */
  readonly timeoutMs: number;
  /**
   * Most work the code may do: calls of functions and jumps of loops and branches, counted by the interpreter in units of 10,000.
   * Unlike time it gives the same verdict on every machine; what built-ins do inside themselves is not counted.
   */
  readonly maximumSteps: number;
  /** Most bytes of memory the code may use beside its input. */
  readonly memoryBytes: number;
  /** Most points an ingestion transformer may return. */
  readonly maximumPoints: number;
  /** Most bytes of JSON that may leave the sandbox. */
  readonly maximumOutputBytes: number;
}

/** A span of constant UTC offset, so that guest code knows local time without a time zone database. */
export interface OffsetSpan {
  /** First instant of the span, epoch milliseconds; `-Infinity` is written as `null`. */
  readonly fromMs: number | null;
  /** Local time minus UTC, minutes. */
  readonly offsetMinutes: number;
}

/** What code can see of the world, besides its data. */
export interface SandboxContext {
  /** Epoch milliseconds. `new Date()` and `Date.now()` inside give this instant. */
  readonly fetchedAtMs: number;
  /** IANA name, for the code to read; arithmetic uses `offsets`. */
  readonly timezone: string;
  /** Spans by ascending start, behind `context.local(timestamp)`. */
  readonly offsets: readonly OffsetSpan[];
}

interface SandboxRunBase {
  /** TypeScript or JavaScript: `function transform`, an arrow, `export` or `export default`, fenced or not. */
  readonly code: string;
  /** First argument of `transform`, as the UTF-8 bytes of JSON text. */
  readonly input: Uint8Array;
  /** Second argument of `transform`: endpointConfig or chart preferences. */
  readonly argument: JsonValue;
  readonly context: SandboxContext;
  /** Seeds `Math.random`. */
  readonly seed: number;
  readonly limits: SandboxLimits;
  /**
   * Called at most once, before the promise settles, with what the code wrote to `console`: at most 100 lines of at most 500
   * characters. Also when the code failed, unless its thread had to be ended.
   */
  readonly onConsole?: ((lines: readonly string[]) => void) | undefined;
  /** Ends the run at once; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface SandboxIngestionRun extends SandboxRunBase {
  readonly kind: "ingestion";
}

export interface SandboxChartRun extends SandboxRunBase {
  readonly kind: "chart";
}

/**
 * Data points as columns, all of length `count`, in the order in which the code returned them.
 * Nothing is judged here: NaN marks a time or value that the code did not give as one.
 */
export interface PointColumns {
  readonly count: number;
  /** Epoch milliseconds; NaN where the code's `timestamp` is not a valid time. */
  readonly timestamps: Float64Array;
  /** NaN where the code's `value` is not a number. */
  readonly values: Float64Array;
  /** `null` when no point names a series; otherwise one text a point, `""` where absent. */
  readonly series: readonly string[] | null;
  /** `null` when no point has dimensions; otherwise an entry a point, `null` where absent. */
  readonly dimensions: readonly JsonValue[] | null;
  /** True when every timestamp was a calendar date without a time, such as `2026-03-01` or `2026-03`. */
  readonly datesOnly: boolean;
}

/** Runs transformer code apart from the host: data in, data out, nothing else. Safe to call concurrently. */
export interface Sandbox {
  /**
   * @throws {MetricsmithError} TRANSFORM_SYNTAX, TRANSFORM_CONTRACT, TRANSFORM_FAILED, TRANSFORM_TIMEOUT, TRANSFORM_STEPS,
   * TRANSFORM_MEMORY or TRANSFORM_OUTPUT_TOO_LARGE when the code is at fault; FETCH_MALFORMED when the input is no JSON;
   * SANDBOX_UNAVAILABLE when the sandbox cannot start.
   */
  run(input: SandboxIngestionRun): Promise<PointColumns>;
  /** The chart config as the code returned it, unchecked. @throws as above */
  run(input: SandboxChartRun): Promise<JsonValue>;
  /** Stops idle workers; runs that were asked for before are not ended. A later `run` starts workers again. */
  close(): Promise<void>;
}
