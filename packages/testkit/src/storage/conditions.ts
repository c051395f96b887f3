import assert from "node:assert/strict";
import type { Where } from "@metricsmith/core/adapter";
import { buildRun, buildTransformer } from "../builders/build-rows.js";
import { orderedTexts, shuffledTexts } from "./ordered-texts.js";
import type { StorageSuite, StorageTest } from "./storage-suite.js";

const morning = new Date("2026-01-01T08:00:00.000Z");
const noon = new Date("2026-01-01T12:00:00.000Z");
const evening = new Date("2026-01-01T20:00:00.000Z");

/** What `where` means, shown on runs "early", "late" and "never" that differ in lease, attempt and owner. */
export function describeConditions({ describe, it }: StorageSuite): void {
  describe("conditions", () => {
    it("a text, a number and a time match equal values", async (test) => {
      assert.deepEqual(await matching(test, { status: "running" }), ["late"]);
      assert.deepEqual(await matching(test, { attempt: 2 }), ["late"]);
      assert.deepEqual(await matching(test, { leaseExpiresAt: new Date(evening) }), ["late"]);
    });

    it("text matches exactly, by case and as a whole", async (test) => {
      assert.deepEqual(await matching(test, { leaseOwner: "worker-a" }), ["early"]);
      assert.deepEqual(await matching(test, { leaseOwner: "Worker-A" }), []);
      assert.deepEqual(await matching(test, { leaseOwner: "worker-%" }), []);
      assert.deepEqual(await matching(test, { leaseOwner: "worker-a " }), []);
    });

    // Catches SQL's `column = NULL`, which matches nothing.
    it("null matches null and nothing else", async (test) => {
      assert.deepEqual(await matching(test, { leaseExpiresAt: null }), ["never"]);
      assert.deepEqual(await matching(test, { leaseOwner: null }), ["never"]);
    });

    // What all organizations share has none. Catches adapters that add an organization's condition of their own.
    it("null finds the rows of no organization, and an organization's condition does not", async (test) => {
      const { organizationId } = test;
      const kept = { scopeKey: test.id("scope"), metricId: null };
      await test.insert(
        "transformers",
        buildTransformer({ ...kept, id: test.id("shared"), version: 1, organizationId: null }),
        buildTransformer({ ...kept, id: test.id("own"), version: 2, organizationId }),
      );
      const { scopeKey } = kept;
      for (const [where, expected] of [
        [{ scopeKey, organizationId: null }, ["shared"]],
        [{ scopeKey, organizationId }, ["own"]],
        [{ scopeKey, organizationId: { in: [organizationId, ""] } }, ["own"]],
        [{ scopeKey, organizationId: undefined }, ["own", "shared"]],
      ] as const satisfies readonly (readonly [Where<"transformers">, readonly string[]])[]) {
        const found = await test.storage.records.find({ table: "transformers", where, limit: 10 });
        assert.deepEqual(
          found.map(({ id }) => id),
          expected.map((name) => test.id(name)),
        );
        assert.equal(await test.storage.records.count({ table: "transformers", where }), expected.length);
      }
    });

    it("a column set to undefined is no condition", async (test) => {
      assert.deepEqual(await matching(test, { status: undefined, attempt: 1 }), ["early"]);
    });

    it("`in` matches any of its values, and none when empty", async (test) => {
      assert.deepEqual(await matching(test, { status: { in: ["running", "pending"] } }), ["late", "never"]);
      assert.deepEqual(await matching(test, { attempt: { in: [1, 2, 7] } }), ["early", "late"]);
      assert.deepEqual(await matching(test, { leaseExpiresAt: { in: [noon] } }), ["early"]);
      assert.deepEqual(await matching(test, { status: { in: [] } }), []);
    });

    it("`lt` and `gt` exclude the bound, `lte` and `gte` include it", async (test) => {
      assert.deepEqual(await matching(test, { attempt: { lt: 1 } }), ["never"]);
      assert.deepEqual(await matching(test, { attempt: { lte: 1 } }), ["early", "never"]);
      assert.deepEqual(await matching(test, { attempt: { gt: 1 } }), ["late"]);
      assert.deepEqual(await matching(test, { attempt: { gte: 1 } }), ["early", "late"]);
    });

    it("bounds hold together", async (test) => {
      assert.deepEqual(await matching(test, { leaseExpiresAt: { gt: morning, lte: noon } }), ["early"]);
      assert.deepEqual(await matching(test, { leaseExpiresAt: { gte: noon, lt: evening } }), ["early"]);
      assert.deepEqual(await matching(test, { leaseExpiresAt: { gt: noon, lt: evening } }), []);
    });

    it("null never lies within bounds", async (test) => {
      assert.deepEqual(await matching(test, { leaseExpiresAt: { lt: new Date("9999-01-01T00:00:00Z") } }), [
        "early",
        "late",
      ]);
      assert.deepEqual(await matching(test, { leaseExpiresAt: { gt: new Date("0001-01-01T00:00:00Z") } }), [
        "early",
        "late",
      ]);
    });

    it("a bound set to undefined is no bound", async (test) => {
      assert.deepEqual(await matching(test, { attempt: { gte: 1, lt: undefined, lte: undefined } }), ["early", "late"]);
      assert.deepEqual(await matching(test, { attempt: { gt: undefined, lt: 1 } }), ["never"]);
    });

    // Catches one statement parameter for each value.
    it("`in` takes 1,000 values", async (test) => {
      const others = Array.from({ length: 999 }, (_, index) => index + 10);
      assert.deepEqual(await matching(test, { attempt: { in: [...others, 2] } }), ["late"]);
      const owners = others.map((number) => `worker-${number}`);
      assert.deepEqual(await matching(test, { leaseOwner: { in: ["worker-b", ...owners] } }), ["late"]);
      const times = others.map((number) => new Date(number));
      assert.deepEqual(await matching(test, { leaseExpiresAt: { in: [...times, noon] } }), ["early"]);
      assert.deepEqual(await matching(test, { id: { in: [...owners, test.id("never")] } }), ["never"]);
    });

    it("`in` matches no null and takes a value twice", async (test) => {
      assert.deepEqual(await matching(test, { leaseOwner: { in: ["worker-a", "worker-a", "null", ""] } }), ["early"]);
      assert.deepEqual(await matching(test, { leaseExpiresAt: { in: [] } }), []);
    });

    // Catches comparison by locale ("a" < "B"), by UTF-16 units (U+1F600 < U+E000), and texts that count as equal.
    it("texts compare by code point", async (test) => {
      const { organizationId } = test;
      const rows = shuffledTexts.map((pipeline) => buildRun({ organizationId, pipeline }));
      await test.insert("runs", ...rows);
      for (const [bound, expected] of [
        ["lt", (index: number) => orderedTexts.slice(0, index)],
        ["lte", (index: number) => orderedTexts.slice(0, index + 1)],
        ["gt", (index: number) => orderedTexts.slice(index + 1)],
        ["gte", (index: number) => orderedTexts.slice(index)],
      ] as const) {
        for (const start of [0, 15]) {
          const texts = orderedTexts.slice(start, start + 15);
          const { rows: found } = await test.storage.records.read(
            texts.map((text) => ({
              table: "runs",
              where: { organizationId, pipeline: { [bound]: text } },
              limit: 100,
            })),
          );
          for (const [index, matched] of found.entries()) {
            const pipelines = new Set(matched.map(({ pipeline }) => pipeline));
            assert.deepEqual(pipelines, new Set(expected(start + index)), `${bound} ${JSON.stringify(texts[index])}`);
          }
        }
      }
    });

    // Catches collations that ignore case, accents, normalization or trailing spaces, and patterns.
    it("texts are equal only when every character is", async (test) => {
      const { organizationId } = test;
      await test.insert("runs", ...shuffledTexts.map((pipeline) => buildRun({ organizationId, pipeline })));
      for (const start of [0, 15]) {
        const texts = orderedTexts.slice(start, start + 15);
        const { rows } = await test.storage.records.read(
          texts.map((pipeline) => ({ table: "runs", where: { organizationId, pipeline }, limit: 100 })),
        );
        assert.deepEqual(
          rows.map((matched) => matched.map(({ pipeline }) => pipeline)),
          texts.map((text) => [text]),
        );
      }
    });

    it("guards and claims understand the same conditions", async (test) => {
      const { organizationId } = test;
      const id = test.id("run");
      const run = { id, organizationId, leaseOwner: "worker", leaseExpiresAt: noon, attempt: 2 };
      await test.insert("runs", buildRun(run));
      for (const [where, isMatch] of [
        [{ leaseOwner: { in: ["other", "worker"] }, attempt: { gt: 1, lt: 3 } }, true],
        [{ leaseExpiresAt: { lte: noon }, provider: null, status: undefined }, true],
        [{ leaseOwner: { gte: "worker", lt: "worker " } }, true],
        [{ leaseOwner: { in: [] } }, false],
        [{ leaseOwner: "Worker" }, false],
        [{ leaseExpiresAt: { lt: noon } }, false],
        [{ startedAt: { lt: noon } }, false],
        [{ leaseOwner: null }, false],
      ] as const satisfies readonly (readonly [Where<"runs">, boolean])[]) {
        const expect = [{ table: "runs", id, where }] as const;
        assert.equal(await test.storage.commit({ expect, writes: [] }), isMatch, JSON.stringify(where));
        const input = { table: "runs", where: { id, ...where }, set: { completedSteps: 1 }, limit: 1 } as const;
        assert.equal((await test.storage.records.claim(input)).length, isMatch ? 1 : 0, JSON.stringify(where));
      }
    });

    it("all conditions must hold", async (test) => {
      assert.deepEqual(await matching(test, { status: "running", attempt: 2, leaseOwner: "worker-b" }), ["late"]);
      assert.deepEqual(await matching(test, { status: "running", attempt: 1 }), []);
    });

    it("the id is a column like any other", async (test) => {
      assert.deepEqual(await matching(test, { id: test.id("late") }), ["late"]);
      assert.deepEqual(await matching(test, { id: test.id("late"), attempt: 1 }), []);
      assert.deepEqual(await matching(test, { id: { gt: test.id("early") } }), ["late", "never"]);
    });
  });
}

async function matching(test: StorageTest, where: Where<"runs">): Promise<string[]> {
  const { organizationId } = test;
  if ((await test.storage.records.get({ table: "runs", id: test.id("early") })) === null) {
    const [early, late, never] = ["early", "late", "never"].map((name) => ({ id: test.id(name), organizationId }));
    await test.insert(
      "runs",
      buildRun({ ...early, status: "validating", attempt: 1, leaseExpiresAt: noon, leaseOwner: "worker-a" }),
      buildRun({ ...late, status: "running", attempt: 2, leaseExpiresAt: evening, leaseOwner: "worker-b" }),
      buildRun({ ...never, status: "pending", attempt: 0 }),
    );
  }
  const condition = { organizationId, ...where };
  const rows = await test.storage.records.find({ table: "runs", where: condition, limit: 100 });
  assert.equal(await test.storage.records.count({ table: "runs", where: condition }), rows.length);
  return rows.map(({ id }) => id.slice(test.id("").length));
}
