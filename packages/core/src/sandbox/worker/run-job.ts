import type { QuickJSHandle } from "quickjs-emscripten-core";
import type { SandboxFailure, SandboxJob, SandboxOutcome } from "../job.js";
import type { SandboxLimits } from "../../ports/sandbox.js";
import { assertDepth } from "./assert-depth.js";
import { timeoutFailure } from "../transform-failures.js";
import type { GuestSession } from "./guest-session.js";
import { JobFailure } from "./job-failure.js";
import { loadTransform } from "./load-transform.js";
import { preparedCode } from "./prepared-code.js";
import type { WasmInstance } from "./wasm-instance.js";

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
  return session.parseText(bytes);
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

function readPoints(session: GuestSession, packed: QuickJSHandle, limits: SandboxLimits): SandboxOutcome {
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
    return session.copyBuffer(session.property(packed, index));
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

function readJson(session: GuestSession, packed: QuickJSHandle, limits: SandboxLimits): SandboxOutcome {
  if (session.kindOf(packed) === "string") throw contractFailure(session.toText(packed));
  const text = session.copyText(session.property(packed, 0), createOutputMeter(limits).assertFits);
  assertDepth(text);
  return { type: "json", text };
}

function runInSession(session: GuestSession, code: string, job: SandboxJob): SandboxOutcome {
  const { limits } = job;
  const context = session.guestMember("context");
  const pack = session.guestMember(job.kind === "ingestion" ? "packPoints" : "packJson");
  const argument = session.parseText(new TextEncoder().encode(job.argument));
  const input = readInput(session, job.input);

  const transform = loadTransform(session, code);
  const result = session.settle(session.call(transform, [input, argument, context], "run"), "run");
  // Lets QuickJS free what the result does not use, before the result is written.
  input.dispose();
  if (job.kind === "chart") return readJson(session, session.call(pack, [result], "result"), limits);
  return readPoints(session, session.call(pack, [result, session.number(limits.maximumPoints)], "result"), limits);
}

function toFailure(thrown: unknown, instance: WasmInstance, timeoutMs: number, deadline: number): SandboxFailure {
  if (thrown instanceof JobFailure) return thrown.failure;
  // QuickJS or the code around it broke: nothing in the instance can be relied on.
  instance.poison();
  if (performance.now() > deadline) return timeoutFailure(timeoutMs);
  const cause = thrown instanceof Error ? thrown.name : typeof thrown;
  return {
    code: "TRANSFORM_FAILED",
    message: `transform broke the interpreter (${cause}): its data is nested too deeply or too large. Make it simpler.`,
  };
}

/** Runs one job to its outcome in a session made for it, which is then to be closed. Never throws. */
export function runJob(instance: WasmInstance, session: GuestSession, job: SandboxJob): SandboxOutcome {
  const { code, context, seed, limits } = job;
  const deadline = performance.now() + limits.timeoutMs;
  try {
    const script = preparedCode(code);
    const needsMissingGlobals = /\b(?:console|structuredClone|__name)\b/.test(script);
    session.start({ context, seed }, { limits, deadline, needsMissingGlobals });
    return runInSession(session, script, job);
  } catch (thrown) {
    return { type: "failure", failure: toFailure(thrown, instance, limits.timeoutMs, deadline) };
  }
}
