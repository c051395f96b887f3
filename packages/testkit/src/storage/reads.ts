import assert from "node:assert/strict";
import type { AnyFindInput, RowOf, TableName } from "@metricsmith/core/adapter";
import { buildChart, buildRun } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const created = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

/** Several questions answered at once. */
export function describeReads({ describe, it }: StorageSuite): void {
  describe("reading several questions", () => {
    it("read() answers every question as find() does, in the order asked", async (test) => {
      await insertRows(test);
      const where = { organizationId: test.organizationId };
      const questions = [
        { table: "runs", where, limit: 100 },
        { table: "charts", where: { ...where, name: "Second" }, limit: 1 },
        { table: "runs", where, order: "descending", limit: 2 },
        { table: "metrics", where: { id: test.metricId }, limit: 1 },
        { table: "runs", where, after: { createdAt: created(1), id: test.id("1") }, limit: 2 },
        { table: "runs", where: { ...where, attempt: { in: [0, 3] } }, limit: 100 },
        { table: "runs", where, order: "descending", after: { createdAt: created(1), id: test.id("1") }, limit: 5 },
      ] as const;
      const { rows } = await test.storage.records.read(questions);
      assert.deepEqual(rows, await findEach(test, questions));
      assert.deepEqual(
        rows.map((found) => found.length),
        [4, 1, 2, 1, 2, 2, 1],
      );
    });

    it("read() gives [] for a question without matching rows, next to others", async (test) => {
      await insertRows(test);
      const { rows } = await test.storage.records.read([
        { table: "runs", where: { id: test.id("absent") }, limit: 1 },
        { table: "runs", where: { id: test.id("0") }, limit: 1 },
        { table: "runs", where: { id: { in: [] } }, limit: 1 },
      ]);
      assert.deepEqual(
        rows.map((found) => found.map(({ id }) => id)),
        [[], [test.id("0")], []],
      );
    });

    // Catches answers told apart by their table, or by their text.
    it("read() answers a question as often as it is asked", async (test) => {
      await insertRows(test);
      const question = { table: "runs", where: { organizationId: test.organizationId }, limit: 3 } as const;
      const { rows } = await test.storage.records.read([question, question, { ...question, limit: 1 }]);
      assert.deepEqual(
        rows.map((found) => found.map(({ id }) => id)),
        [0, 1, 2].map((index) => ["0", "1", "2"].slice(0, index === 2 ? 1 : 3).map((name) => test.id(name))),
      );
    });

    it("read() takes no question and says the time", async ({ storage }) => {
      const { now, rows } = await storage.records.read([]);
      assert.ok(Number.isInteger(now.getTime()));
      assert.deepEqual(rows, []);
    });

    it("read() takes 20 questions and refuses 21", async (test) => {
      await insertRows(test);
      const questions = (count: number): AnyFindInput[] =>
        Array.from({ length: count }, (_, index) => ({ table: "runs", where: { id: test.id(`${index}`) }, limit: 1 }));
      const { rows } = await test.storage.records.read(questions(20));
      assert.deepEqual(
        rows.map((found) => found.length),
        Array.from({ length: 20 }, (_, index) => (index < 4 ? 1 : 0)),
      );
      await assertRejects(test.storage.records.read(questions(21)), "STORAGE_INVALID");
    });

    it("read() refuses limits outside 1 to 1,000 in any question", async ({ storage }) => {
      const ask = (limit: number): AnyFindInput => ({ table: "runs", where: { id: { in: [] } }, limit });
      for (const limit of [0, -1, 1.5, 1_001, Number.NaN]) {
        await assertRejects(storage.records.read([ask(1), ask(limit), ask(1)]), "STORAGE_INVALID");
      }
      assert.deepEqual((await storage.records.read([ask(1), ask(1_000)])).rows, [[], []]);
    });

    // Catches the process's clock in place of the storage's.
    it("read() says when, between the now() before and the now() after it", async (test) => {
      const question = { table: "runs", where: { organizationId: test.organizationId }, limit: 1 } as const;
      let latest = await test.storage.now();
      for (const questions of [[question], [], [question, question]]) {
        const { now } = await test.storage.records.read(questions);
        assert.ok(now >= latest, `read() said ${now.toISOString()} after ${latest.toISOString()}`);
        latest = await test.storage.now();
        assert.ok(latest >= now, `now() said ${latest.toISOString()} after read() said ${now.toISOString()}`);
      }
    });

    it("read() hands out copies", async (test) => {
      await insertRows(test);
      const question = { table: "runs", where: { id: test.id("0") }, limit: 1 } as const;
      const { rows } = await test.storage.records.read([question, question]);
      const [[first], [second]] = rows;
      first?.createdAt.setTime(0);
      assert.deepEqual(second?.createdAt, created(0));
      assert.deepEqual((await test.read("runs", test.id("0"))).createdAt, created(0));
    });
  });
}

/** Runs "0" to "3" and charts "First" and "Second" of this test's metric. */
async function insertRows(test: StorageTest): Promise<void> {
  const { organizationId, metricId } = test;
  await test.insertMetric();
  const runs = [3, 1, 2, 0].map((number) =>
    buildRun({ id: test.id(`${number}`), organizationId, attempt: number, createdAt: created(number) }),
  );
  await test.insert("runs", ...runs);
  const charts = ["First", "Second"].map((name) => buildChart({ name, metricId, organizationId }));
  await test.insert("charts", ...charts);
}

async function findEach(test: StorageTest, questions: readonly AnyFindInput[]): Promise<RowOf<TableName>[][]> {
  const answers: RowOf<TableName>[][] = [];
  for (const question of questions) answers.push(await test.storage.records.find(question));
  return answers;
}
