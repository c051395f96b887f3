import { memoryStorage } from "@metricsmith/adapter-memory";
import type { CommitInput, UpsertPointsInput } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { faultCases } from "./fault-cases.js";
import { everyCall, killAt, prepareCase, sleepAt } from "./fault-injection.js";
import { interceptedStorage } from "./intercepted-storage.js";
import { memory } from "./memory.js";
import type { PipelineTarget } from "./scenario.js";
import { describeFencing } from "./suites/fencing.js";

describeFencing(memory);

describe("what the suites would notice", () => {
  const caseOf = (name: string) => faultCases.find((faultCase) => faultCase.name === name)!;

  it("is a storage that ignores fences", async () => {
    const withoutFences: PipelineTarget = {
      name: "without fences",
      createStorage: async () => {
        const storage = memoryStorage();
        return {
          ...storage,
          commit: (input: CommitInput) => storage.commit({ ...input, fence: undefined }),
          points: {
            ...storage.points,
            upsert: (input: UpsertPointsInput) => storage.points.upsert({ ...input, fence: undefined }),
          },
        };
      },
    };
    const prepared = await prepareCase(withoutFences, caseOf("soft-refresh that a policy allows"));
    const problems = await everyCall(withoutFences, prepared, (call) =>
      sleepAt(withoutFences, prepared, call, "before"),
    );
    expect(problems.length).toBeGreaterThan(0);
  }, 60_000);

  it("is a commit that is not atomic", async () => {
    const withoutAtomicity: PipelineTarget = {
      name: "without atomicity",
      createStorage: async () => {
        const storage = memoryStorage();
        return interceptedStorage(storage, async ({ name, input }, apply) => {
          if (name !== "commit") return apply();
          const { expect: guards, fence, writes } = input as CommitInput;
          // One write after another, with time for a crash between them.
          for (const write of writes)
            await storage
              .commit({ expect: write === writes[0] ? guards : undefined, fence, writes: [write] })
              .catch(() => false);
          return true;
        });
      },
    };
    const prepared = await prepareCase(memory, caseOf("hard-refresh"));
    const problems = await everyCall(withoutAtomicity, prepared, (call) =>
      killAt(withoutAtomicity, prepared, call, "before"),
    );
    expect(problems.length).toBeGreaterThan(0);
  }, 60_000);
});
