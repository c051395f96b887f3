import type { StorageAdapter } from "@metricsmith/core/adapter";
import { describeStorageAdapter } from "@metricsmith/testkit";

export interface SuiteOutcome {
  /** How many tests ran. */
  readonly count: number;
  /** Failed tests as "topic > test". */
  readonly failed: readonly string[];
}

/** Runs the storage suite outside any test runner and says which tests failed. */
export async function runStorageSuite(create: () => StorageAdapter): Promise<SuiteOutcome> {
  const path: string[] = [];
  const tests: { readonly name: string; readonly body: () => Promise<void> }[] = [];
  describeStorageAdapter({
    runner: {
      describe(name, body) {
        path.push(name);
        body();
        path.pop();
      },
      it(name, body) {
        tests.push({ name: `${path.at(-1)} > ${name}`, body });
      },
    },
    name: "collected",
    create: async () => create(),
  });
  const failed: string[] = [];
  for (const { name, body } of tests) {
    await body().catch(() => failed.push(name));
  }
  return { count: tests.length, failed };
}
