import type { StorageAdapter } from "@metricsmith/core/adapter";
import { type ConformanceRunner, describeStorageAdapter } from "@metricsmith/testkit";

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

/** The tests that a suite gives to its runner, to be run outside any test runner. */
export function collectTests(suite: (runner: ConformanceRunner) => void): readonly CollectedTest[] {
  const path: string[] = [];
  const tests: CollectedTest[] = [];
  suite({
    describe(name, body) {
      path.push(name);
      body();
      path.pop();
    },
    it(title, run) {
      tests.push({ topic: path.at(-1) ?? "", title, run });
    },
  });
  return tests;
}

/** The tests of the storage suite. */
export function collectStorageSuite(create: () => StorageAdapter): readonly CollectedTest[] {
  return collectTests((runner) => describeStorageAdapter({ runner, name: "collected", create: async () => create() }));
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
