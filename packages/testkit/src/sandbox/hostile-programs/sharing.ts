import { failed, fails, gives, harmlessPoints, hostileKind, inTransform, mayGive, stopped } from "./hostile-program.js";

const waits = fails("TRANSFORM_FAILED", "TRANSFORM_TIMEOUT", "TRANSFORM_MEMORY");

/** Threads that wait, memory that is shared, and what shows when memory is collected. */
export const sharing = hostileKind(
  "shared memory and weak references",
  inTransform(waits, {
    "waiting on shared memory": "return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    "waiting on shared memory, for a day":
      "return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 86400000).x.x",
    "waiting on shared memory, again and again":
      "for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)",
    "waiting on big shared memory": "return Atomics.wait(new BigInt64Array(new SharedArrayBuffer(8)), 0, 0n, Infinity)",
    "waiting asynchronously":
      "return Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0).value.then((all) => all.x.x)",
    "waiting on memory that is not shared": "return Atomics.wait(new Int32Array(4), 0, 0)",
  }),
  inTransform(stopped, {
    "a lock that nobody opens": "const lock = new Int32Array(new ArrayBuffer(4)); while (lock[0] === 0) {}",
  }),
  inTransform(failed, {
    "a weak reference": "return new WeakRef({}).deref().x.x",
    "a registry of what is collected": "return new FinalizationRegistry(() => {}).register({}, 1).x",
  }),
  inTransform(gives(harmlessPoints), {
    "constructors that show when memory is collected":
      "return [{ timestamp: 1, value: typeof WeakRef === 'undefined' && typeof FinalizationRegistry === 'undefined' ? 1 : 0 }]",
  }),
  inTransform(mayGive(harmlessPoints, "TRANSFORM_FAILED", "TRANSFORM_CONTRACT"), {
    "shared memory that is returned": "return [{ timestamp: 1, value: 1, dimensions: new SharedArrayBuffer(8).x }]",
    "a buffer that is given away":
      "const buffer = new ArrayBuffer(8); const view = new Uint8Array(buffer); buffer.transfer(); return [{ timestamp: 1, value: view.length === 0 ? 1 : 0 }]",
  }),
);
