import type { RawModule } from "./wasm-instance.js";

/** Of `malloc_gc_threshold` in QuickJS's JSRuntime, compiled for 32 bits; the package's version is pinned for it. */
const thresholdOffset = 108;
const usualThreshold = 256 * 1024;

/**
 * Lets a new runtime use this many bytes before it looks for objects that refer to each other and to which nothing else does. QuickJS begins
 * at 256 kB and again at each growth by half, which takes up to a third of the time of a job on a large input. Afterwards it goes on as usual.
 *
 * Only time depends on it: a runtime in which the threshold is not where it is expected is left as it is.
 */
export function raiseCollectionThreshold(raw: RawModule, runtimePointer: number, bytes: number): void {
  const memory = new DataView(raw.HEAPU8.buffer);
  const address = runtimePointer + thresholdOffset;
  if (memory.getUint32(address, true) === usualThreshold) memory.setUint32(address, bytes, true);
}
