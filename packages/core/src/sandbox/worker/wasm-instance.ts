/// <reference path="../web-assembly.d.ts" />
import quickJsLoader from "@jitl/quickjs-wasmfile-release-sync/emscripten-module";
import { QuickJSFFI } from "@jitl/quickjs-wasmfile-release-sync/ffi";
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from "quickjs-emscripten-core";
import { overrideClock, type WasmClock } from "./wasm-clock.js";

const pageBytes = 65_536;
/** What the compiled QuickJS asks for at least. */
const initialPages = 256;
/** An instance that has grown above this is replaced, since WebAssembly memory never shrinks. */
const retainedBytes = 64 * 1024 * 1024;
const maximumRuns = 1_000;

/** The parts of the private interface of quickjs-emscripten in use; its version is pinned for them. */
export interface RawModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
}

/** QuickJS in a memory that cannot grow above its limit. */
export interface WasmInstance {
  readonly module: QuickJSWASMModule;
  readonly ffi: QuickJSFFI;
  readonly raw: RawModule;
  readonly memoryBytes: number;
  /** The last attempt to grow the memory was refused. */
  isAtLimit(): boolean;
  /** To be called before each run, with the time that it is inside. */
  beginRun(nowMs: number): void;
  /** After this the instance is not trusted any more. */
  poison(): void;
  isSpent(): boolean;
}

/**
 * Instantiates the compiled QuickJS with at most `memoryBytes` of memory, the interpreter itself included.
 *
 * @throws when it is another QuickJS than expected, or the platform cannot run it
 */
export async function createWasmInstance(compiled: WebAssembly.Module, memoryBytes: number): Promise<WasmInstance> {
  const memory = new WebAssembly.Memory({
    initial: initialPages,
    maximum: Math.max(initialPages, Math.floor(memoryBytes / pageBytes)),
  });
  let isAtLimit = false;
  // QuickJS's own memory limit does not count everything; that the memory cannot grow does.
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    isAtLimit = true;
    const previousPages = grow(pages);
    isAtLimit = false;
    return previousPages;
  };

  let raw: RawModule | undefined;
  let clock: WasmClock | undefined;
  const variant: QuickJSSyncVariant = {
    type: "sync",
    importFFI: async () => QuickJSFFI,
    importModuleLoader: async () => async (options) => {
      const module = await quickJsLoader.default({
        ...options,
        wasmMemory: memory,
        // The declared options lack these two.
        // oxlint-disable-next-line unicorn/no-useless-spread
        ...{ print: () => {}, printErr: () => {} },
        // Not async: the loader would never hear of its failure.
        instantiateWasm(imports, onSuccess) {
          clock = overrideClock(imports, memory);
          const instance = new WebAssembly.Instance(compiled, imports);
          onSuccess(instance);
          return instance.exports;
        },
      });
      raw = module as unknown as RawModule;
      return module;
    },
  };
  const module = await newQuickJSWASMModuleFromVariant(variant);
  if (raw === undefined || clock === undefined) throw new Error("QuickJS was not loaded through the loader given.");

  const { set: setClock } = clock;
  let runs = 0;
  let isPoisoned = false;
  return {
    module,
    ffi: module.getFFI() as QuickJSFFI,
    raw,
    memoryBytes,
    isAtLimit: () => isAtLimit,
    beginRun(nowMs) {
      setClock(nowMs);
      runs++;
      isAtLimit = false;
    },
    poison() {
      isPoisoned = true;
    },
    isSpent: () => isPoisoned || isAtLimit || runs >= maximumRuns || memory.buffer.byteLength > retainedBytes,
  };
}
