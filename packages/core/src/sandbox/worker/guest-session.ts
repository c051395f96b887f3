/// <reference path="../virtual-modules.d.ts" />
import { type QuickJSContext, type QuickJSHandle, type QuickJSRuntime, Scope } from "quickjs-emscripten-core";
import { createGuestSource, trackReadsSource } from "virtual:sandbox-guest";
import type { SandboxLimits } from "../../ports/sandbox.js";
import type { Guest, GuestSettings } from "../guest/create-guest.js";
import type { SandboxFailure } from "../job.js";
import { memoryFailure, stepsFailure, timeoutFailure } from "../transform-failures.js";
import { raiseCollectionThreshold } from "./collection-threshold.js";
import { explainThrown, type JobStage, type LastRead, withoutControls } from "./explain-thrown.js";
import { GuestHeap } from "./guest-heap.js";
import { JobFailure } from "./job-failure.js";
import { neededShims } from "./needed-shims.js";
import type { PreparedCode } from "./prepared-code.js";
import type { BinaryJson } from "./to-binary-json.js";
import type { WasmInstance } from "./wasm-instance.js";

const jobsPerTurn = 64;
/** QuickJS calls its interrupt handler once in so many calls and jumps. */
const stepsPerInterrupt = 10_000;
const noLimits: SandboxLimits = {
  timeoutMs: Infinity,
  maximumSteps: Infinity,
  memoryBytes: Infinity,
  maximumPoints: Infinity,
  maximumOutputBytes: Infinity,
};

const noCode: PreparedCode = { script: "", authorsPlace: (place) => place };

/** Private parts of quickjs-emscripten that avoid its slow string conversion. */
interface ContextInternals {
  readonly ctx: { readonly value: number };
  readonly memory: { heapValueHandle(pointer: number): QuickJSHandle };
}

interface RuntimeInternals {
  readonly rt: { readonly value: number };
}

interface RawFunctions {
  QTS_NewString(context: number, text: number): number;
  QTS_GetString(context: number, value: number): number;
  QTS_FreeCString(context: number, text: number): void;
  QTS_NewArrayBuffer(context: number, bytes: number, length: number): number;
  QTS_bjson_decode(context: number, buffer: number): number;
  /** 0 when the value is no exception. */
  QTS_ResolveException(context: number, value: number): number;
}

/**
 * A fresh runtime and context on an instance, for one job. Everything it throws of foreign origin is a JobFailure.
 *
 * Making one takes most of the time of a small job, so it is made before the job is known; `start` then says what it is for.
 */
export class GuestSession {
  readonly #instance: WasmInstance;
  readonly #scope = new Scope();
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #createGuest: QuickJSHandle;
  #limits: SandboxLimits = noLimits;
  #deadline = Infinity;
  #prepared = noCode;
  #guest: QuickJSHandle | undefined;
  #describe: QuickJSHandle | undefined;
  #readConsole: QuickJSHandle | undefined;
  #readLastRead: QuickJSHandle | undefined;
  #isTrusted = false;
  #steps = 0;
  /** Why the code was stopped: of the two limits the one that it met first. */
  #exceeded: SandboxFailure | undefined;

  constructor(instance: WasmInstance, stackBytes: number) {
    this.#instance = instance;
    try {
      this.#runtime = this.#scope.manage(instance.module.newRuntime());
      this.#runtime.setMaxStackSize(stackBytes);
      raiseCollectionThreshold(instance.raw, this.#runtimePointer(), instance.memoryBytes / 2);
      this.#runtime.setInterruptHandler(() => this.#countSteps());
      this.#context = this.#scope.manage(this.#runtime.newContext());
      this.#createGuest = this.#evaluate(createGuestSource, "guest.js", "global", "load");
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Before foreign code is loaded. `deadline` is a time of `performance.now()`. */
  start(settings: GuestSettings, options: { limits: SandboxLimits; deadline: number; prepared: PreparedCode }): void {
    this.#limits = options.limits;
    this.#deadline = options.deadline;
    this.#prepared = options.prepared;
    const settingsText = this.#manage(this.#context.newString(JSON.stringify(settings)));
    this.#guest = this.call(this.#createGuest, [settingsText], "load");
    this.#describe = this.guestMember("describe");
    for (const { name, source } of neededShims(options.prepared.script)) {
      const installed = this.call(this.#evaluate(source, "guest.js", "global", "load"), [settingsText], "load");
      if (name === "console") this.#readConsole = installed;
    }
  }

  /** True ends the code, which cannot catch that. */
  #countSteps(): boolean {
    if (this.#isTrusted) return false;
    this.#steps += stepsPerInterrupt;
    if (this.#steps > this.#limits.maximumSteps) this.#exceeded ??= stepsFailure(this.#limits.maximumSteps);
    return this.#isOverdue();
  }

  #isOverdue(): boolean {
    if (performance.now() > this.#deadline) this.#exceeded ??= timeoutFailure(this.#limits.timeoutMs);
    return this.#exceeded !== undefined;
  }

  #assertWithinLimits(): void {
    if (this.#exceeded !== undefined) throw new JobFailure(this.#exceeded);
  }

  #manage(handle: QuickJSHandle): QuickJSHandle {
    return this.#scope.manage(handle);
  }

  /** What the code has written to its console so far. Also after it was stopped. */
  consoleLines(): string[] {
    const lines = (this.#readText(this.#readConsole) ?? []) as string[];
    return lines.map(withoutControls);
  }

  /** A view of parsed data that remembers what was read of it; see `lastRead`. */
  tracked(data: QuickJSHandle): QuickJSHandle {
    const tracker = this.call(this.#evaluate(trackReadsSource, "guest.js", "global", "load"), [data], "load");
    this.#readLastRead = this.property(tracker, "lastRead");
    return this.property(tracker, "view");
  }

  /** What the code read last of `tracked` data. */
  lastRead(): LastRead | null {
    const read = this.#readText(this.#readLastRead) as readonly [string, string] | null;
    return read === null ? null : { path: read[0], kind: read[1] };
  }

  /** JSON that a function of the guest's own gives as text, without running foreign code. `null` where memory is used up. */
  #readText(read: QuickJSHandle | undefined): unknown {
    if (read === undefined) return null;
    this.#isTrusted = true;
    const result = this.#context.callFunction(read, this.#context.undefined);
    this.#isTrusted = false;
    if (result.error !== undefined) {
      result.error.dispose();
      return null;
    }
    return JSON.parse(result.value.consume((text) => this.#context.getString(text))) as unknown;
  }

  /** A member of the guest's own object; to be read before foreign code runs. */
  guestMember(name: keyof Guest): QuickJSHandle {
    if (this.#guest === undefined) throw new Error("The session has not been started.");
    return this.property(this.#guest, name);
  }

  /** Evaluates an expression of our own. Literals in it are what they are, whatever foreign code has changed. */
  evaluateLiteral(source: string): QuickJSHandle {
    return this.#evaluate(source, "guest.js", "global", "result");
  }

  /** The interpreter's memory as it is now; see `addressOf`. */
  heap(): GuestHeap {
    return new GuestHeap(this.#instance.raw, this.#runtimePointer());
  }

  /** No more than half of the memory was ever used. */
  hasRoom(): boolean {
    return 2 * this.#instance.raw.HEAPU8.length <= this.#instance.memoryBytes;
  }

  /** Where a value is in the interpreter's memory. */
  addressOf(handle: QuickJSHandle): number {
    return handle.value as unknown as number;
  }

  /** Evaluates foreign code. Gives the module's namespace, or a promise of it. */
  evaluateModule(code: string, fileName: string): QuickJSHandle {
    return this.#evaluate(code, fileName, "module", "load");
  }

  #evaluate(code: string, fileName: string, type: "global" | "module", stage: JobStage): QuickJSHandle {
    const result = this.#context.evalCode(code, fileName, { type });
    if (result.error !== undefined) this.#fail(result.error, stage);
    return this.#manage(result.value);
  }

  call(callee: QuickJSHandle, parameters: readonly QuickJSHandle[], stage: JobStage): QuickJSHandle {
    const result = this.#context.callFunction(callee, this.#context.undefined, ...parameters);
    if (result.error !== undefined) this.#fail(result.error, stage);
    return this.#manage(result.value);
  }

  /** What a promise was fulfilled with; anything else as it is. */
  settle(handle: QuickJSHandle, stage: JobStage): QuickJSHandle {
    if (!this.#isPromise(handle)) return handle;
    while (this.#runtime.hasPendingJob()) {
      this.#isOverdue();
      this.#assertWithinLimits();
      const result = this.#runtime.executePendingJobs(jobsPerTurn);
      if (result.error !== undefined) this.#fail(result.error, stage);
    }
    // An async function that was stopped ends without a word, and what waits for it waits on.
    this.#assertWithinLimits();
    const state = this.#context.getPromiseState(handle);
    if (state.type === "fulfilled") return this.#manage(state.value);
    if (state.type === "rejected") this.#fail(state.error, stage);
    throw new JobFailure({
      code: "TRANSFORM_FAILED",
      message:
        "transform returned a promise that never settles. Return the result, or await only what is computed inside.",
    });
  }

  #isPromise(handle: QuickJSHandle): boolean {
    const state = this.#context.getPromiseState(handle);
    if (state.type === "pending") return true;
    if (state.type === "rejected") state.error.dispose();
    else if (state.notAPromise === true) return false;
    else state.value.dispose();
    return true;
  }

  property(handle: QuickJSHandle, key: string | number): QuickJSHandle {
    return this.#manage(this.#context.getProp(handle, key));
  }

  kindOf(handle: QuickJSHandle): string {
    return this.#context.typeof(handle);
  }

  isNull(handle: QuickJSHandle): boolean {
    return this.#context.sameValue(handle, this.#context.null);
  }

  number(value: number): QuickJSHandle {
    return this.#manage(this.#context.newNumber(value));
  }

  toNumber(handle: QuickJSHandle): number {
    return this.#context.getNumber(handle);
  }

  /** For short text only. */
  toText(handle: QuickJSHandle): string {
    return this.#context.getString(handle);
  }

  /** The guest's `JSON.parse` of UTF-8 bytes without NUL. */
  parseText(bytes: Uint8Array): QuickJSHandle {
    const text = this.#newText(bytes);
    try {
      return this.call(this.guestMember("parse"), [text], "input");
    } finally {
      // At once, not when the session ends: the text can be as large as what was read from it.
      text.dispose();
    }
  }

  /** The value of which these are the bytes; see `toBinaryJson`. */
  parseBinary({ keys, values }: BinaryJson): QuickJSHandle {
    const { raw } = this.#instance;
    const length = keys.length + values.length;
    const pointer = raw._malloc(length);
    if (pointer === 0) throw new JobFailure(memoryFailure(this.#limits));
    raw.HEAPU8.set(keys, pointer);
    raw.HEAPU8.set(values, pointer + keys.length);
    const { ctx, memory } = this.#internals();
    const functions = this.#rawFunctions();
    // Its memory goes with it.
    const buffer = memory.heapValueHandle(functions.QTS_NewArrayBuffer(ctx.value, pointer, length));
    const value = memory.heapValueHandle(functions.QTS_bjson_decode(ctx.value, this.addressOf(buffer)));
    buffer.dispose();
    const error = functions.QTS_ResolveException(ctx.value, this.addressOf(value));
    if (error !== 0) this.#fail(memory.heapValueHandle(error), "input");
    return this.#manage(value);
  }

  #newText(bytes: Uint8Array): QuickJSHandle {
    const { raw } = this.#instance;
    const pointer = raw._malloc(bytes.length + 1);
    if (pointer === 0) throw new JobFailure(memoryFailure(this.#limits));
    raw.HEAPU8.set(bytes, pointer);
    raw.HEAPU8[pointer + bytes.length] = 0;
    const { ctx, memory } = this.#internals();
    const handle = memory.heapValueHandle(this.#rawFunctions().QTS_NewString(ctx.value, pointer));
    raw._free(pointer);
    if (this.kindOf(handle) === "string") return handle;
    handle.dispose();
    throw new JobFailure(memoryFailure(this.#limits));
  }

  /** A copy of a guest string without NUL as UTF-8. */
  copyText(handle: QuickJSHandle, assertSize: (bytes: number) => void): Uint8Array<ArrayBuffer> {
    // UTF-8 has at least a byte for each unit of UTF-16: refuse before more memory is taken.
    assertSize(this.toNumber(this.property(handle, "length")));
    const { raw } = this.#instance;
    const { ctx } = this.#internals();
    const functions = this.#rawFunctions();
    const start = functions.QTS_GetString(ctx.value, handle.value as unknown as number);
    if (start === 0) throw new JobFailure(memoryFailure(this.#limits));
    const end = raw.HEAPU8.indexOf(0, start);
    assertSize(end - start);
    const bytes = raw.HEAPU8.slice(start, end);
    functions.QTS_FreeCString(ctx.value, start);
    return bytes;
  }

  /** A copy of a guest ArrayBuffer. */
  copyBuffer(handle: QuickJSHandle): ArrayBuffer {
    const view = this.#context.getArrayBuffer(handle);
    const copy = view.value.slice().buffer as ArrayBuffer;
    view.dispose();
    return copy;
  }

  #runtimePointer(): number {
    return (this.#runtime as unknown as RuntimeInternals).rt.value;
  }

  #internals(): ContextInternals {
    return this.#context as unknown as ContextInternals;
  }

  #rawFunctions(): RawFunctions {
    return this.#instance.ffi as unknown as RawFunctions;
  }

  #fail(error: QuickJSHandle, stage: JobStage): never {
    this.#manage(error);
    const isAtMemoryLimit = this.#instance.isAtLimit();
    let described = '["","",""]';
    if (this.#describe !== undefined && this.#exceeded === undefined) {
      // Reading an error may run foreign code, which is still bound by the deadline.
      const result = this.#context.callFunction(this.#describe, this.#context.undefined, error);
      if (result.error === undefined) described = result.value.consume((text) => this.#context.getString(text));
      else result.error.dispose();
    }
    this.#assertWithinLimits();
    const [name = "", message = "", stack = ""] = JSON.parse(described) as string[];
    const lastRead = stage === "run" ? this.lastRead() : null;
    const thrown = { stage, name, message, stack, isAtMemoryLimit, lastRead };
    throw new JobFailure(explainThrown(thrown, this.#prepared, this.#limits));
  }

  /** Frees everything; an instance on which that fails is not used again. */
  close(): void {
    try {
      this.#scope.dispose();
    } catch {
      this.#instance.poison();
    }
  }
}
