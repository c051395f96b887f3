import assert from "node:assert/strict";

/** A signal that lives on, and counts who listens to it. */
export function watchedSignal(): { readonly signal: AbortSignal; readonly assertNoneLeft: () => void } {
  const { signal } = new AbortController();
  const counts = { added: 0, removed: 0 };
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...input: Parameters<typeof add>) => {
    counts.added += 1;
    add(...input);
  };
  signal.removeEventListener = (...input: Parameters<typeof remove>) => {
    counts.removed += 1;
    remove(...input);
  };
  return {
    signal,
    assertNoneLeft: () => assert.ok(counts.removed >= counts.added, `${counts.added} added, ${counts.removed} removed`),
  };
}
