import type { StorageAdapter } from "@metricsmith/core/adapter";
import { describeStorageAdapter } from "@metricsmith/testkit";

export interface CollectedTest {
  readonly topic: string;
  readonly title: string;
  readonly run: () => Promise<void>;
}

export interface SuiteOutcome {
  /** How many tests ran. */
  readonly count: number;
  /** Failed tests as "topic > test". */
  readonly failed: readonly string[];
}

/** The tests of the storage suite, to be run outside any test runner. */
export function collectStorageSuite(create: () => StorageAdapter): readonly CollectedTest[] {
  const path: string[] = [];
  const tests: CollectedTest[] = [];
  describeStorageAdapter({
    runner: {
      describe(name, body) {
        path.push(name);
        body();
        path.pop();
      },
      it(title, run) {
        tests.push({ topic: path.at(-1) ?? "", title, run });
      },
    },
    name: "collected",
    create: async () => create(),
  });
  return tests;
}

/** Runs the storage suite and says which tests failed. */
export async function runStorageSuite(create: () => StorageAdapter): Promise<SuiteOutcome> {
  const tests = collectStorageSuite(create);
  const failed: string[] = [];
  for (const { topic, title, run } of tests) {
    await run().catch(() => failed.push(`${topic} > ${title}`));
  }
  return { count: tests.length, failed };
}
