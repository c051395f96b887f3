import { describeModelClient } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { type BrokenModelClient, brokenModelClients } from "./broken-model-clients.js";
import { brokenModelEndings } from "./broken-model-endings.js";
import { collectTests, type SuiteOutcome } from "./collecting-runner.js";
import { type ModelClientParts, plainModelClient } from "./plain-model-client.js";

/** Each test has a server of its own, so all may run at once: most of the time is spent waiting. */
async function runModelSuite(parts: () => Partial<ModelClientParts>): Promise<SuiteOutcome> {
  const create = (address: Parameters<typeof plainModelClient>[0]) => plainModelClient(address, parts());
  const tests = collectTests((runner) => describeModelClient({ runner, name: "collected", create }));
  const failed: string[] = [];
  const runs = tests.map(({ topic, title, run }) => run().catch(() => void failed.push(`${topic} > ${title}`)));
  await Promise.all(runs);
  return { count: tests.length, failed };
}

describe("the suite for model clients", () => {
  it("passes an intact client", async () => {
    const { count, failed } = await runModelSuite(() => ({}));
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThan(60);
  });

  // Those that never end are waited for together.
  describe.concurrent("of clients that do not end", () => catchAll(brokenModelEndings));
  describe("of clients that answer", () => catchAll(brokenModelClients));
});

function catchAll(clients: readonly BrokenModelClient[]): void {
  for (const { fault, parts, topics, tests } of clients) {
    it(`catches: ${fault}`, async () => {
      const { count, failed } = await runModelSuite(parts);
      expect(failed.length).toBeLessThan(count / 2);
      expect(failed).toEqual(expect.arrayContaining([...tests]));
      expect(failed.filter((name) => !topics.includes(name.replace(/ > .*/s, "")))).toEqual([]);
      for (const topic of topics) expect(failed.filter((name) => name.startsWith(`${topic} > `))).not.toEqual([]);
    });
  }
}
