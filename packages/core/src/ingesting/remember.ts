import type { StepContext } from "../running/step-context.js";

/** Keeps a value that is at hand under the key of a `memo`, which would otherwise load it. The first value of a key stays. */
export function remember(context: Pick<StepContext, "memo">, key: string, value: unknown): void {
  void context.memo(key, () => Promise.resolve(value));
}
