import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten-core";
import { GuestHeap } from "./guest-heap.js";
import type { BinaryJson } from "./to-binary-json.js";
import type { WasmInstance } from "./wasm-instance.js";

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

/** Where a runtime is in the memory. */
export function pointerOf(runtime: QuickJSRuntime): number {
  return (runtime as unknown as RuntimeInternals).rt.value;
}

/** The way of values into and out of a context as bytes, past the slow conversions of quickjs-emscripten. */
export class GuestMemory {
  readonly #instance: WasmInstance;
  readonly #context: QuickJSContext;
  readonly #internals: ContextInternals;
  readonly #functions: RawFunctions;
  readonly #runtimePointer: number;

  constructor(instance: WasmInstance, runtime: QuickJSRuntime, context: QuickJSContext) {
    this.#instance = instance;
    this.#context = context;
    this.#internals = context as unknown as ContextInternals;
    this.#functions = instance.ffi as unknown as RawFunctions;
    this.#runtimePointer = pointerOf(runtime);
  }

  #handle(pointer: number): QuickJSHandle {
    return this.#internals.memory.heapValueHandle(pointer);
  }

  /** The memory as it is now; see `addressOf`. */
  heap(): GuestHeap {
    return new GuestHeap(this.#instance.raw, this.#runtimePointer);
  }

  /** Where a value is in the memory. */
  addressOf(handle: QuickJSHandle): number {
    return handle.value as unknown as number;
  }

  /** No more than half of the memory was ever used. */
  hasRoom(): boolean {
    return 2 * this.#instance.raw.HEAPU8.length <= this.#instance.memoryBytes;
  }

  /** A guest string of UTF-8 bytes without NUL; `null` when there is no memory for it. */
  newText(bytes: Uint8Array): QuickJSHandle | null {
    const { raw } = this.#instance;
    const pointer = raw._malloc(bytes.length + 1);
    if (pointer === 0) return null;
    raw.HEAPU8.set(bytes, pointer);
    raw.HEAPU8[pointer + bytes.length] = 0;
    const handle = this.#handle(this.#functions.QTS_NewString(this.#internals.ctx.value, pointer));
    raw._free(pointer);
    if (this.#context.typeof(handle) === "string") return handle;
    handle.dispose();
    return null;
  }

  /** The value of which these are the bytes, or what reading them threw; `null` when there is no memory for them. */
  newValue({
    keys,
    values,
  }: BinaryJson): { value: QuickJSHandle; error?: undefined } | { error: QuickJSHandle } | null {
    const { raw } = this.#instance;
    const length = keys.length + values.length;
    const pointer = raw._malloc(length);
    if (pointer === 0) return null;
    raw.HEAPU8.set(keys, pointer);
    raw.HEAPU8.set(values, pointer + keys.length);
    const { ctx } = this.#internals;
    // Its memory goes with it.
    const buffer = this.#handle(this.#functions.QTS_NewArrayBuffer(ctx.value, pointer, length));
    const value = this.#handle(this.#functions.QTS_bjson_decode(ctx.value, this.addressOf(buffer)));
    buffer.dispose();
    const error = this.#functions.QTS_ResolveException(ctx.value, this.addressOf(value));
    return error === 0 ? { value } : { error: this.#handle(error) };
  }

  /** A copy of a guest string without NUL as UTF-8; `null` when there is no memory for it. `assertSize` may throw. */
  copyText(handle: QuickJSHandle, assertSize: (bytes: number) => void): Uint8Array<ArrayBuffer> | null {
    const { raw } = this.#instance;
    const { ctx } = this.#internals;
    const start = this.#functions.QTS_GetString(ctx.value, this.addressOf(handle));
    if (start === 0) return null;
    const end = raw.HEAPU8.indexOf(0, start);
    assertSize(end - start);
    const bytes = raw.HEAPU8.slice(start, end);
    this.#functions.QTS_FreeCString(ctx.value, start);
    return bytes;
  }

  /** A copy of a guest ArrayBuffer. */
  copyBuffer(handle: QuickJSHandle): ArrayBuffer {
    const view = this.#context.getArrayBuffer(handle);
    const copy = view.value.slice().buffer as ArrayBuffer;
    view.dispose();
    return copy;
  }
}
