import type { CommitInput, StorageAdapter } from "@metricsmith/core/adapter";
import { interceptedStorage } from "../pipelines/intercepted-storage.js";
import { pause } from "../pipelines/scenario.js";

/** A storage whose commits are not atomic: the last write comes long after the others. Tells of each half. */
export function halfCommits(storage: StorageAdapter, onHalf: (number: number) => void): StorageAdapter {
  let halves = 0;
  return interceptedStorage(storage, async ({ name, input }, apply) => {
    const { writes } = (name === "commit" ? input : { writes: [] }) as CommitInput;
    if (writes.length < 2) return apply();
    const { expect, fence } = input as CommitInput;
    if (!(await storage.commit({ expect, fence, writes: writes.slice(0, -1) }))) return false;
    onHalf(++halves);
    await pause(100);
    return storage.commit({ fence, writes: writes.slice(-1) });
  });
}
