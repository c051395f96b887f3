import assert from "node:assert/strict";
import type { Where } from "@metricsmith/core/adapter";
import { buildRun } from "../builders/build-rows.js";
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

    // Catches comparison by locale ("a" < "B") and by UTF-16 units (U+1F600 < U+E000).
    it("texts compare by code point", async (test) => {
      const { organizationId } = test;
      const names = ["B", "a", "\ue000", "\u{1f600}"];
      await test.insert(
        "runs",
        ...names.map((name) => buildRun({ id: test.id(name), organizationId, pipeline: name })),
      );
      const above = async (pipeline: string): Promise<number> =>
        test.storage.records.count({ table: "runs", where: { organizationId, pipeline: { gt: pipeline } } });
      assert.deepEqual(await Promise.all(names.map(above)), [3, 2, 1, 0]);
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
