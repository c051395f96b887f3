/// <reference path="../virtual-modules.d.ts" />
import { type QuickJSContext, type QuickJSHandle, type QuickJSRuntime, Scope } from "quickjs-emscripten-core";
import { createGuestSource, trackReadsSource } from "virtual:sandbox-guest";
import type { SandboxLimits } from "../../ports/sandbox.js";
import type { Guest, GuestSettings } from "../guest/create-guest.js";
import { memoryFailure } from "../transform-failures.js";
import { raiseCollectionThreshold } from "./collection-threshold.js";
import { explainThrown, type JobStage, type LastRead } from "./explain-thrown.js";
import { GuestMemory, pointerOf } from "./guest-memory.js";
import { JobFailure } from "./job-failure.js";
import type { PreparedCode } from "./prepared-code.js";
import { createRunBudget } from "./run-budget.js";
import type { BinaryJson } from "./to-binary-json.js";
import type { WasmInstance } from "./wasm-instance.js";
import { withoutControls } from "./without-controls.js";

const jobsPerTurn = 64;
const noLimits: SandboxLimits = {
  timeoutMs: Infinity,
  maximumSteps: Infinity,
  memoryBytes: Infinity,
  maximumPoints: Infinity,
  maximumOutputBytes: Infinity,
};

const noCode: PreparedCode = { script: "", shims: [], authorsPlace: (place) => place };

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
  /** Values as bytes. */
  readonly memory: GuestMemory;
  #limits: SandboxLimits = noLimits;
  #budget = createRunBudget(noLimits, Infinity);
  #prepared = noCode;
  #guest: QuickJSHandle | undefined;
  #describe: QuickJSHandle | undefined;
  #readConsole: QuickJSHandle | undefined;
  #readLastRead: QuickJSHandle | undefined;

  constructor(instance: WasmInstance, stackBytes: number) {
    this.#instance = instance;
    try {
      this.#runtime = this.#scope.manage(instance.module.newRuntime());
      this.#runtime.setMaxStackSize(stackBytes);
      raiseCollectionThreshold(instance.raw, pointerOf(this.#runtime), instance.memoryBytes / 2);
      this.#runtime.setInterruptHandler(() => this.#budget.onInterrupt());
      this.#context = this.#scope.manage(this.#runtime.newContext());
      this.memory = new GuestMemory(instance, this.#runtime, this.#context);
      this.#createGuest = this.#evaluate(createGuestSource, "guest.js", "global", "load");
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Before foreign code is loaded. `deadline` is a time of `performance.now()`. */
  start(settings: GuestSettings, options: { limits: SandboxLimits; deadline: number; prepared: PreparedCode }): void {
    this.#limits = options.limits;
    this.#budget = createRunBudget(options.limits, options.deadline);
    this.#prepared = options.prepared;
    const settingsText = this.#manage(this.#context.newString(JSON.stringify(settings)));
    this.#guest = this.call(this.#createGuest, [settingsText], "load");
    this.#describe = this.guestMember("describe");
    for (const { name, source } of options.prepared.shims) {
      const installed = this.call(this.#evaluate(source, "guest.js", "global", "load"), [settingsText], "load");
      if (name === "console") this.#readConsole = installed;
    }
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
    const text = this.#budget.withoutLimits(() => this.#textOf(read));
    return text === "" ? null : (JSON.parse(text) as unknown);
  }

  /** The text that a function gives, which is not `""`; `""` where there is none, it throws, or memory is used up. */
  #textOf(callee: QuickJSHandle | undefined, ...parameters: readonly QuickJSHandle[]): string {
    if (callee === undefined) return "";
    const result = this.#context.callFunction(callee, this.#context.undefined, ...parameters);
    if (result.error === undefined) return result.value.consume((text) => this.#context.getString(text));
    result.error.dispose();
    return "";
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
      if (this.#budget.isExceeded()) this.#budget.assertKept();
      const result = this.#runtime.executePendingJobs(jobsPerTurn);
      if (result.error !== undefined) this.#fail(result.error, stage);
    }
    // An async function that was stopped ends without a word, and what waits for it waits on.
    this.#budget.assertKept();
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
    const text = this.memory.newText(bytes);
    if (text === null) throw new JobFailure(memoryFailure(this.#limits));
    try {
      return this.call(this.guestMember("parse"), [text], "input");
    } finally {
      // At once, not when the session ends: the text can be as large as what was read from it.
      text.dispose();
    }
  }

  /** The value of which these are the bytes; see `toBinaryJson`. */
  parseBinary(json: BinaryJson): QuickJSHandle {
    const result = this.memory.newValue(json);
    if (result === null) throw new JobFailure(memoryFailure(this.#limits));
    if (result.error !== undefined) this.#fail(result.error, "input");
    return this.#manage(result.value);
  }

  /** A copy of a guest string without NUL as UTF-8. `assertSize` is told its bytes, and may throw. */
  copyText(handle: QuickJSHandle, assertSize: (bytes: number) => void): Uint8Array<ArrayBuffer> {
    // UTF-8 has at least a byte for each unit of UTF-16: refuse before more memory is taken.
    assertSize(this.toNumber(this.property(handle, "length")));
    const bytes = this.memory.copyText(handle, assertSize);
    if (bytes === null) throw new JobFailure(memoryFailure(this.#limits));
    return bytes;
  }

  #fail(error: QuickJSHandle, stage: JobStage): never {
    this.#manage(error);
    let isAtMemoryLimit = this.#instance.isAtLimit();
    // Reading an error may run foreign code, which is still bound by the deadline.
    const described = this.#budget.hasStopped() ? "" : this.#textOf(this.#describe, error);
    this.#budget.assertKept();
    isAtMemoryLimit ||= this.#instance.isAtLimit();
    const [name = "", message = "", stack = ""] = described === "" ? [] : (JSON.parse(described) as string[]);
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
