import type { QuickJSHandle } from "quickjs-emscripten-core";
import type { SandboxFailure, SandboxJob, SandboxOutcome, SandboxResult } from "../job.js";
import type { SandboxLimits } from "../../ports/sandbox.js";
import { assertDepth } from "./assert-depth.js";
import { memoryFailure, timeoutFailure } from "../transform-failures.js";
import type { GuestSession } from "./guest-session.js";
import { JobFailure } from "./job-failure.js";
import { loadTransform } from "./load-transform.js";
import { type PreparedCode, preparedCode } from "./prepared-code.js";
import { sampleSource } from "./plain-objects.js";
import { readPlainPoints } from "./read-plain-points.js";
import { toBinaryJson } from "./to-binary-json.js";
import type { WasmInstance } from "./wasm-instance.js";

/** A second run over a larger input takes too long for what it tells. */
const largestTracked = 4 * 1024 * 1024;
/** Bytes of input below which the ways around the guest's own JSON and packing take longer than they save. */
const largeInput = 16 * 1024;
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** The guest's `JSON.parse` of the input, before foreign code runs. */
function readInput(session: GuestSession, input: Uint8Array): QuickJSHandle {
  const hasByteOrderMark = byteOrderMark.every((byte, index) => input[index] === byte);
  const bytes = hasByteOrderMark ? input.subarray(byteOrderMark.length) : input;
  if (bytes.includes(0)) {
    throw new JobFailure({
      code: "FETCH_MALFORMED",
      message:
        "The data for transform is not valid JSON: it holds a NUL byte. Check the response and the request's `format`.",
    });
  }
  const binary = bytes.length < largeInput ? null : toBinaryJson(bytes);
  return binary === null ? session.parseText(bytes) : session.parseBinary(binary);
}

/** Counts bytes of JSON that leave the sandbox. */
function createOutputMeter({ maximumOutputBytes }: SandboxLimits): {
  assertFits(bytes: number): void;
  add(bytes: number): void;
} {
  let used = 0;
  return {
    assertFits(bytes) {
      if (used + bytes <= maximumOutputBytes) return;
      throw new JobFailure({
        code: "TRANSFORM_OUTPUT_TOO_LARGE",
        message: `transform returned more than ${maximumOutputBytes} bytes of JSON. Return less, or raise \`maximumOutputBytes\`.`,
        details: { maximumOutputBytes },
      });
    },
    add(bytes) {
      used += bytes;
    },
  };
}

function contractFailure(problem: string): JobFailure {
  return new JobFailure({ code: "TRANSFORM_CONTRACT", message: `transform ${problem}. Return the documented shape.` });
}

/** Points that are plain data, without the guest's help; see `readPlainPoints`. */
function takePoints(
  session: GuestSession,
  result: QuickJSHandle,
  { limits, context }: SandboxJob,
): SandboxResult | null {
  const meter = createOutputMeter(limits);
  const addresses = {
    result: session.memory.addressOf(result),
    sample: session.memory.addressOf(session.evaluateLiteral(sampleSource)),
  };
  const { maximumPoints } = limits;
  const plain = readPlainPoints(session.memory.heap(), addresses, {
    maximumPoints,
    context,
    assertFits: meter.assertFits,
  });
  if (plain === null) return null;
  function write(value: unknown): Uint8Array<ArrayBuffer> {
    const text = new TextEncoder().encode(JSON.stringify(value));
    meter.assertFits(text.length);
    meter.add(text.length);
    return text;
  }
  const { series, dimensions } = plain;
  return {
    type: "points",
    points: {
      ...plain,
      dimensions: dimensions === null ? null : write(dimensions),
      series: series === null ? null : { names: write(series.names), indexes: series.indexes },
    },
  };
}

function readPoints(session: GuestSession, packed: QuickJSHandle, limits: SandboxLimits): SandboxResult {
  const kind = session.kindOf(packed);
  if (kind === "string") throw contractFailure(session.toText(packed));
  if (kind === "number") {
    const count = session.toNumber(packed);
    throw new JobFailure({
      code: "TRANSFORM_OUTPUT_TOO_LARGE",
      message: `transform returned ${count} points, more than the ${limits.maximumPoints} allowed. Return fewer, or raise \`maximumPoints\`.`,
      details: { count, maximumPoints: limits.maximumPoints },
    });
  }
  const meter = createOutputMeter(limits);
  function textAt(index: number): Uint8Array<ArrayBuffer> {
    const text = session.copyText(session.property(packed, index), meter.assertFits);
    meter.add(text.length);
    return text;
  }
  function bufferAt(index: number): ArrayBuffer {
    return session.memory.copyBuffer(session.property(packed, index));
  }
  function isNullAt(index: number): boolean {
    return session.isNull(session.property(packed, index));
  }

  const dimensions = isNullAt(6) ? null : textAt(6);
  if (dimensions !== null) assertDepth(dimensions);
  return {
    type: "points",
    points: {
      count: session.toNumber(session.property(packed, 0)),
      timestamps: new Float64Array(bufferAt(1)),
      values: new Float64Array(bufferAt(2)),
      datesOnly: session.toNumber(session.property(packed, 3)) === 1,
      series: isNullAt(5) ? null : { names: textAt(4), indexes: new Uint32Array(bufferAt(5)) },
      dimensions,
    },
  };
}

function readJson(session: GuestSession, packed: QuickJSHandle, limits: SandboxLimits): SandboxResult {
  if (session.kindOf(packed) === "string") throw contractFailure(session.toText(packed));
  const text = session.copyText(session.property(packed, 0), createOutputMeter(limits).assertFits);
  assertDepth(text);
  return { type: "json", text };
}

interface Attempt {
  readonly job: SandboxJob;
  readonly prepared: PreparedCode;
  /** A time of `performance.now()`. */
  readonly deadline: number;
  /** Whether to follow what the code reads of its input, which is slow. */
  readonly isTracked: boolean;
}

function runInSession(session: GuestSession, { job, prepared, isTracked }: Attempt): SandboxResult {
  const { limits } = job;
  const context = session.guestMember("context");
  const pack = session.guestMember(job.kind === "ingestion" ? "packPoints" : "packJson");
  const argument = session.parseText(new TextEncoder().encode(job.argument));
  const data = readInput(session, job.input);
  const input = isTracked ? session.tracked(data) : data;

  const transform = loadTransform(session, prepared.script);
  const result = session.settle(session.call(transform, [input, argument, context], "run"), "run");
  if (job.kind === "ingestion" && job.input.length >= largeInput) {
    const taken = takePoints(session, result, job);
    if (taken !== null) return taken;
  }
  // Where memory is short QuickJS frees what the result does not use before the result is written, else when the session is closed.
  if (!session.memory.hasRoom()) data.dispose();
  if (job.kind === "chart") return readJson(session, session.call(pack, [result], "result"), limits);
  return readPoints(session, session.call(pack, [result, session.number(limits.maximumPoints)], "result"), limits);
}

function toFailure(thrown: unknown, instance: WasmInstance, limits: SandboxLimits, deadline: number): SandboxFailure {
  if (thrown instanceof JobFailure) return thrown.failure;
  // QuickJS or the code around it broke: nothing in the instance can be relied on.
  instance.poison();
  if (performance.now() > deadline) return timeoutFailure(limits.timeoutMs);
  if (instance.isAtLimit()) return memoryFailure(limits);
  const cause = thrown instanceof Error ? thrown.name : typeof thrown;
  return {
    code: "TRANSFORM_FAILED",
    message: `transform broke the interpreter (${cause}): its data is nested too deeply or too large. Make it simpler.`,
  };
}

function attemptJob(instance: WasmInstance, session: GuestSession, attempt: Attempt): SandboxOutcome {
  const { job, prepared, deadline } = attempt;
  const { context, seed, limits } = job;
  try {
    session.start({ context, seed }, { limits, deadline, prepared });
    const result = runInSession(session, attempt);
    return { ...result, consoleLines: session.consoleLines() };
  } catch (thrown) {
    const consoleLines = thrown instanceof JobFailure ? session.consoleLines() : [];
    const failure = toFailure(thrown, instance, limits, deadline);
    return { type: "failure", failure, consoleLines };
  }
}

/** The same failure with the record in it that the code had read, where a second run that follows its reads fails at the same place. */
function withLastRead(
  failure: SandboxFailure,
  attempt: Attempt,
  { instance, openSession }: { readonly instance: WasmInstance; readonly openSession: () => GuestSession },
): SandboxFailure {
  let session: GuestSession;
  try {
    session = openSession();
  } catch {
    // The first run, whose session is still open, left no memory for it.
    return failure;
  }
  const second = attemptJob(instance, session, { ...attempt, isTracked: true });
  session.close();
  if (second.type !== "failure" || second.failure.details?.["read"] === undefined) return failure;
  const isSame = ["line", "column", "thrown"].every((key) => second.failure.details?.[key] === failure.details?.[key]);
  return isSame ? second.failure : failure;
}

/**
 * Runs one job to its outcome in a session made for it, which is then to be closed. Code that threw is run again in a session of
 * `openSession`, within the same deadline, to learn at which record. Never throws.
 */
export function runJob(
  instance: WasmInstance,
  session: GuestSession,
  job: SandboxJob,
  openSession: () => GuestSession,
): SandboxOutcome {
  const deadline = performance.now() + job.limits.timeoutMs;
  let prepared: PreparedCode;
  try {
    prepared = preparedCode(job.code);
  } catch (thrown) {
    const failure = toFailure(thrown, instance, job.limits, deadline);
    return { type: "failure", failure, consoleLines: [] };
  }
  const attempt: Attempt = { job, prepared, deadline, isTracked: false };
  const outcome = attemptJob(instance, session, attempt);
  const isThrown = outcome.type === "failure" && outcome.failure.details?.["thrown"] !== undefined;
  if (!isThrown || outcome.failure.code !== "TRANSFORM_FAILED") return outcome;
  if (job.input.byteLength > largestTracked) return outcome;
  // A built-in that took long takes as long again, and at the deadline the thread is ended with what is known.
  if (deadline - performance.now() < job.limits.timeoutMs / 2) return outcome;
  return { ...outcome, failure: withLastRead(outcome.failure, attempt, { instance, openSession }) };
}
