import { createQuickJsSandbox } from "@metricsmith/core";
import type { Sandbox } from "@metricsmith/core/adapter";
import { describeSandbox, hostilePrograms } from "@metricsmith/testkit";
import { afterAll, describe, expect, it } from "vitest";
import type { BrokenSandbox } from "./broken-sandbox.js";
import { brokenSandboxEndings } from "./broken-sandbox-endings.js";
import { brokenSandboxIsolation } from "./broken-sandbox-isolation.js";
import { brokenSandboxLimits } from "./broken-sandbox-limits.js";
import { brokenSandboxResults } from "./broken-sandbox-results.js";
import { collectTests, type CollectedTest } from "./collecting-runner.js";

const intact = createQuickJsSandbox();
afterAll(() => intact.close());

/** Run for every fault, to see that it is no more than it says. All of them would take too long. */
const usualTopics = ["columns", "charts"];
/** How long a test is waited for that does not end. */
const endlessMs = 1_000;

function testsOn(sandbox: Sandbox): readonly CollectedTest[] {
  return collectTests((runner) =>
    describeSandbox({ runner, name: "collected", create: () => sandbox, cleanup: async () => undefined }),
  );
}

function nameOf({ topic, title }: CollectedTest): string {
  return `${topic} > ${title}`;
}

function isConcernedBy(test: CollectedTest, { topics, tests, isEndless }: BrokenSandbox): boolean {
  if (isEndless === true || test.topic.startsWith("hostile programs")) return tests.includes(nameOf(test));
  return topics.includes(test.topic) || usualTopics.includes(test.topic);
}

async function fails(test: CollectedTest, { isEndless }: BrokenSandbox): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    if (isEndless === true) timer = setTimeout(() => resolve(true), endlessMs);
  });
  const failed = test.run().then(
    () => false,
    () => true,
  );
  return await Promise.race([failed, late]).finally(() => clearTimeout(timer));
}

describe("the suite for sandboxes", () => {
  it("gives every test a name of its own", () => {
    const names = testsOn(intact).map(nameOf);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(600);
    const programs = hostilePrograms.map(({ name }) => name);
    expect(programs.filter((name, index) => programs.indexOf(name) !== index)).toEqual([]);
  });

  it("leaves out what ends a thread for a sandbox that has none", () => {
    const all = testsOn(intact).length;
    const onCallingThread = collectTests((runner) =>
      describeSandbox({ runner, name: "collected", create: () => intact, isOnCallingThread: true }),
    );
    expect(onCallingThread.length).toBeLessThan(all);
    expect(onCallingThread.map(nameOf)).not.toContain("hostile programs: native loops > join of holes");
  });

  for (const broken of [
    ...brokenSandboxResults,
    ...brokenSandboxIsolation,
    ...brokenSandboxLimits,
    ...brokenSandboxEndings,
  ]) {
    it(`catches: ${broken.fault}`, async () => {
      const failed: string[] = [];
      // What does not end would be in the way of all others.
      const sandbox = broken.isEndless === true ? createQuickJsSandbox() : intact;
      const tests = testsOn(broken.break(sandbox)).filter((test) => isConcernedBy(test, broken));
      for (const test of tests) if (await fails(test, broken)) failed.push(nameOf(test));
      expect(failed).toEqual(expect.arrayContaining([...broken.tests]));
      expect([...new Set(failed.map((name) => name.replace(/ > .*/s, "")))].toSorted()).toEqual(
        [...broken.topics].toSorted(),
      );
    });
  }
});
