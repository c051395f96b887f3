import assert from "node:assert/strict";
import type { FindInput, Position } from "@metricsmith/core/adapter";
import { buildMetric, buildRun, buildStepLog } from "../builders/build-rows.js";
import { orderedTexts, shuffledTexts } from "./ordered-texts.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const noon = new Date("2026-01-01T12:00:00.000Z");
const later = new Date("2026-01-01T12:00:00.001Z");

/** Rows read one by one and in lists. */
export function describeRecords({ describe, it }: StorageSuite): void {
  describe("records", () => {
    it("get() gives the row with every column equal", async (test) => {
      const run = buildRun({
        id: test.id("run"),
        result: { points: [1, 2] },
        startedAt: noon,
        attempt: 3,
        createdBy: "Zoë",
      });
      await test.insert("runs", run);
      assert.deepEqual(await test.read("runs", run.id), run);
    });

    it("get() gives null for an absent row", async (test) => {
      assert.equal(await test.storage.records.get({ table: "runs", id: test.id("absent") }), null);
    });

    it("get() keeps tables apart", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("row") }));
      assert.equal(await test.storage.records.get({ table: "metrics", id: test.id("row") }), null);
    });

    // Catches an adapter that hands out its own objects.
    it("rows handed out are copies", async (test) => {
      const run = buildRun({
        id: test.id("run"),
        organizationId: test.organizationId,
        startedAt: noon,
        result: { points: [1] },
      });
      await test.insert("runs", run);
      const found = await test.storage.records.find({ table: "runs", where: ownRows(test), limit: 1 });
      for (const row of [await test.read("runs", run.id), ...found]) {
        row.status = "failed";
        row.startedAt?.setTime(0);
        (row.result as { points: number[] }).points.push(2);
      }
      assert.deepEqual(await test.read("runs", run.id), run);
    });

    // Catches an adapter that keeps the caller's objects.
    it("rows handed in are copied", async (test) => {
      const id = test.id("run");
      const result = { points: [1] };
      const startedAt = new Date(noon);
      await test.insert("runs", buildRun({ id, result, startedAt }));
      result.points.push(2);
      startedAt.setTime(0);
      const stored = await test.read("runs", id);
      assert.deepEqual([stored.result, stored.startedAt], [{ points: [1] }, noon]);
      await test.storage.commit({ writes: [{ operation: "update", table: "runs", id, set: { result, startedAt } }] });
      result.points.push(3);
      startedAt.setTime(1);
      const updated = await test.read("runs", id);
      assert.deepEqual([updated.result, updated.startedAt], [{ points: [1, 2] }, new Date(0)]);
    });

    // Catches an order by id alone, by insertion, and by UTF-16 units or locale.
    it("find() orders by createdAt, then id by code point", async (test) => {
      await test.insert("runs", ...shuffledTexts.map((name) => ownRun(test, name, noon)), ownRun(test, "0", later));
      assert.deepEqual(await findNames(test, {}), [...orderedTexts, "0"]);
      assert.deepEqual(await findNames(test, { order: "descending" }), ["0", ...orderedTexts.toReversed()]);
    });

    // Catches ids that are equal by case, accent or trailing space, in the primary key or in a place.
    it("pages of any size join to the whole list, in both directions", async (test) => {
      await test.insert("runs", ...shuffledTexts.map((name) => ownRun(test, name, noon)), ownRun(test, "0", later));
      const all = [...orderedTexts, "0"];
      for (const order of ["ascending", "descending"] as const) {
        for (const limit of [4, 31]) {
          const joined: string[] = [];
          for (let page = [""], after: Position | undefined; page.length > 0;) {
            page = await findNames(test, { order, limit, after });
            joined.push(...page);
            const last = page.at(-1) ?? "";
            after = { id: test.id(last), createdAt: last === "0" ? later : noon };
          }
          assert.deepEqual(joined, order === "ascending" ? all : all.toReversed());
        }
      }
    });

    it("find() reverses the order for descending", async (test) => {
      await test.insert("runs", ownRun(test, "a", noon), ownRun(test, "b", noon), ownRun(test, "0", later));
      assert.deepEqual(await findNames(test, { order: "descending" }), ["0", "b", "a"]);
    });

    it("find() gives only rows behind `after`, in both directions", async (test) => {
      await test.insert("runs", ...["a", "b", "c"].map((name) => ownRun(test, name, noon)), ownRun(test, "0", later));
      const after = { createdAt: noon, id: test.id("b") };
      assert.deepEqual(await findNames(test, { after }), ["c", "0"]);
      assert.deepEqual(await findNames(test, { after, order: "descending" }), ["a"]);
    });

    it("find() continues behind a place whose row is gone", async (test) => {
      await test.insert("runs", ownRun(test, "a", noon), ownRun(test, "c", noon));
      assert.deepEqual(await findNames(test, { after: { createdAt: noon, id: test.id("b") } }), ["c"]);
    });

    it("find() gives the first `limit` rows in the order asked for", async (test) => {
      await test.insert("runs", ...["b", "c", "a"].map((name) => ownRun(test, name, noon)));
      assert.deepEqual(await findNames(test, { limit: 2 }), ["a", "b"]);
      assert.deepEqual(await findNames(test, { limit: 2, order: "descending" }), ["c", "b"]);
    });

    it("find() gives [] when nothing matches", async (test) => {
      assert.deepEqual(await findNames(test, {}), []);
    });

    it("find() gives 1,000 rows and refuses limits outside 1 to 1,000", async (test) => {
      await test.insert("runs", ...Array.from({ length: 1_001 }, (_, index) => ownRun(test, String(index), noon)));
      assert.equal((await findNames(test, { limit: 1_000 })).length, 1_000);
      for (const limit of [0, -1, 1.5, 1_001, Number.NaN])
        await assertRejects(findNames(test, { limit }), "STORAGE_INVALID");
    });

    it("count() counts the rows that match", async (test) => {
      const { organizationId } = test;
      await test.insert(
        "metrics",
        buildMetric({ organizationId, name: "a" }),
        buildMetric({ organizationId, name: "b" }),
      );
      assert.equal(await test.storage.records.count({ table: "metrics", where: { organizationId } }), 2);
      assert.equal(await test.storage.records.count({ table: "metrics", where: { organizationId, name: "b" } }), 1);
      assert.equal(await test.storage.records.count({ table: "metrics", where: { organizationId, name: "c" } }), 0);
    });

    it("count() without conditions counts the table", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run") }));
      const logs = [1, 2, 3].map((sequence) => buildStepLog({ runId: test.id("run"), sequence }));
      await test.insert("stepLogs", ...logs);
      const counted = await test.storage.records.count({ table: "stepLogs" });
      assert.ok(Number.isInteger(counted) && counted >= logs.length, `count() said ${counted}`);
    });

    it("find() without conditions lists the table", async (test) => {
      const rows = ["a", "b"].map((name) => ownRun(test, name, noon));
      await test.insert("runs", ...rows);
      const after = { createdAt: new Date(noon.getTime() - 1), id: "" };
      const found = await test.storage.records.find({ table: "runs", after, limit: 1_000 });
      assert.ok(found.length >= rows.length);
    });
  });
}

function ownRows({ organizationId }: StorageTest): { organizationId: string } {
  return { organizationId };
}

function ownRun(test: StorageTest, name: string, createdAt: Date): ReturnType<typeof buildRun> {
  return buildRun({ id: test.id(name), organizationId: test.organizationId, createdAt });
}

async function findNames(
  test: StorageTest,
  input: Pick<FindInput<"runs">, "order" | "after"> & { readonly limit?: number },
): Promise<string[]> {
  const rows = await test.storage.records.find({ table: "runs", where: ownRows(test), limit: 100, ...input });
  return rows.map(({ id }) => id.slice(test.id("").length));
}
