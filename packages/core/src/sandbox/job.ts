/// <reference path="./web-assembly.d.ts" />
import type { ErrorCode } from "../errors/error-codes.js";
import type { SandboxContext, SandboxLimits } from "../ports/sandbox.js";
import type { JsonValue } from "../util/json.js";

/** One run, as the worker receives it. */
export interface SandboxJob {
  readonly kind: "ingestion" | "chart";
  readonly code: string;
  /** UTF-8 bytes of JSON text. */
  readonly input: Uint8Array;
  /** JSON text. */
  readonly argument: string;
  readonly context: SandboxContext;
  readonly seed: number;
  readonly limits: SandboxLimits;
}

/** Points as they leave the worker: buffers that change threads without being copied. */
export interface PackedPoints {
  readonly count: number;
  readonly timestamps: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  /** `names` is JSON text of the distinct series, in which `indexes` has an entry a point. */
  readonly series: { readonly names: Uint8Array<ArrayBuffer>; readonly indexes: Uint32Array<ArrayBuffer> } | null;
  /** JSON text of an array with an entry a point. */
  readonly dimensions: Uint8Array<ArrayBuffer> | null;
  readonly datesOnly: boolean;
}

/** Why a run gave no result. */
export interface SandboxFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, JsonValue>> | undefined;
}

export type SandboxResult =
  | { readonly type: "points"; readonly points: PackedPoints }
  | { readonly type: "json"; readonly text: Uint8Array<ArrayBuffer> }
  | { readonly type: "failure"; readonly failure: SandboxFailure };

export type SandboxOutcome = SandboxResult & {
  /** What the code wrote to its console. */
  readonly consoleLines: readonly string[];
};

/** Answer to a job. */
export interface SandboxReply {
  readonly outcome: SandboxOutcome;
  /** The worker must not be used again. */
  readonly isSpent: boolean;
}

/** What the worker receives: `start` once, then one job at a time. */
export type WorkerMessage =
  | { readonly type: "start"; readonly compiled: WebAssembly.Module; readonly memoryBytes: number }
  | { readonly type: "job"; readonly job: SandboxJob; readonly memoryBytes: number };

/** What the worker sends: `ready` after `start`, then a reply to each job. */
export type WorkerAnswer = { readonly type: "ready" } | { readonly type: "reply"; readonly reply: SandboxReply };

/** Bytes from which moving a buffer to another thread is faster than cloning it. */
export const smallestTransfer = 65_536;
