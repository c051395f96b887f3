import assert from "node:assert/strict";
import {
  type AnyFindInput,
  columnsOf,
  type RowOf,
  storageLimits,
  type TableName,
  tables,
  type Write,
} from "@metricsmith/core/adapter";
import { buildRun } from "../builders/build-rows.js";
import { emptied, fullRows } from "./full-rows.js";
import type { StorageSuite, StorageTest } from "./storage-suite.js";

/** Every column of every table, holding a value and null. Catches columns forgotten, mixed up or cut. */
export function describeColumns({ describe, it }: StorageSuite): void {
  describe("columns", () => {
    for (const table of Object.keys(tables) as TableName[]) {
      it(`${table}: every column comes back equal`, async (test) => {
        const row = await insertFull(test, table);
        assert.deepEqual(await test.read(table, row.id), row);
        const question = { table, where: { id: row.id }, limit: 1 } as AnyFindInput;
        assert.deepEqual(await test.storage.records.find(question), [row]);
        assert.deepEqual((await test.storage.records.read([question])).rows, [[row]]);
      });

      it(`${table}: every nullable column comes back null`, async (test) => {
        const row = await insertEmpty(test, table);
        assert.deepEqual(await test.read(table, row.id), row);
      });

      it(`${table}: an update and a claim set every column, to null and back`, async (test) => {
        const row = await insertFull(test, table);
        const { id, ...full } = row;
        const { id: _same, ...empty } = emptied(table, row);
        const { records } = test.storage;
        for (const set of [empty, full]) {
          const write = { operation: "update", table, id, set } as Write;
          assert.equal(await test.storage.commit({ writes: [write] }), true);
          assert.deepEqual(await test.read(table, id), { id, ...set });
        }
        for (const set of [empty, full]) {
          const input = { table, where: { id }, set, limit: 1 } as Parameters<typeof records.claim>[0];
          assert.deepEqual(await records.claim(input), [{ id, ...set }]);
          assert.deepEqual(await test.read(table, id), { id, ...set });
        }
      });

      it(`${table}: a condition may name every column but JSON`, async (test) => {
        const row = await insertFull(test, table);
        const columns = scalarColumns(table).filter((column) => column !== "id");
        const conditions = columns.flatMap((column) => {
          const value: unknown = row[column as keyof typeof row];
          return [
            { [column]: value },
            { [column]: { in: [value] } },
            { [column]: { gte: value, lte: value } },
            { [column]: { lt: value } },
            { [column]: { gt: value } },
          ];
        });
        const found = await matchEach(test, { table, ids: [row.id], conditions });
        assert.deepEqual(
          found.map((ids) => ids.length),
          columns.flatMap(() => [1, 1, 1, 0, 0]),
          `of ${columns.join(", ")}`,
        );
      });

      it(`${table}: null matches in every nullable column but JSON`, async (test) => {
        const [full, empty] = [await insertFull(test, table), await insertEmpty(test, table)];
        const columns = scalarColumns(table, (column) => column.isNullable);
        const conditions = columns.map((column) => ({ [column]: null }));
        const found = await matchEach(test, { table, ids: [full.id, empty.id], conditions });
        assert.deepEqual(
          found,
          columns.map(() => [empty.id]),
          `of ${columns.join(", ")}`,
        );
      });
    }
  });
}

async function insertFull<Table extends TableName>(test: StorageTest, table: Table): Promise<RowOf<Table>> {
  await test.insertMetric();
  return insertNamed(test, table, "full");
}

/** A row without any value that can be absent. */
async function insertEmpty<Table extends TableName>(test: StorageTest, table: Table): Promise<RowOf<Table>> {
  if ((await test.storage.records.get({ table: "metrics", id: test.metricId })) === null) await test.insertMetric();
  return insertNamed(test, table, "empty");
}

async function insertNamed<Table extends TableName>(
  test: StorageTest,
  table: Table,
  name: "full" | "empty",
): Promise<RowOf<Table>> {
  const { organizationId, metricId } = test;
  const id = test.id(name);
  const full = fullRows({ id, organizationId, metricId })[table] as RowOf<Table>;
  const row = name === "full" ? full : emptied(table, full);
  if (table === "stepLogs") await test.insert("runs", buildRun({ id }));
  await test.insert(table, row);
  return row;
}

function scalarColumns(
  table: TableName,
  isWanted: (column: ReturnType<typeof columnsOf>[number]) => boolean = () => true,
): string[] {
  return columnsOf(table)
    .filter((column) => column.kind !== "json" && isWanted(column))
    .map(({ name }) => name);
}

interface MatchInput {
  readonly table: TableName;
  readonly ids: readonly string[];
  readonly conditions: readonly object[];
}

/** For each condition the ids that match, among these. */
async function matchEach({ storage }: StorageTest, { table, ids, conditions }: MatchInput): Promise<string[][]> {
  const matched: string[][] = [];
  for (let start = 0; start < conditions.length; start += storageLimits.queries) {
    const questions = conditions
      .slice(start, start + storageLimits.queries)
      .map((condition): AnyFindInput => ({ table, where: { id: { in: ids }, ...condition }, limit: 10 }));
    const { rows } = await storage.records.read(questions);
    matched.push(...rows.map((found) => found.map(({ id }) => id)));
  }
  return matched;
}
