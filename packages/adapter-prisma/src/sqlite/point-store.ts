import {
  admitPoints,
  admitReceipt,
  assertLimit,
  type PointStore,
  storageLimits,
  type UpsertCounts,
} from "@metricsmith/core/adapter";
import { deletedSql, rangeSql } from "../point-conditions.js";
import { aggregatePoints } from "./aggregate-points.js";
import { checkFence } from "./check-fence.js";
import { listPoints } from "./list-points.js";
import type { OwnedDatabase } from "./owned-database.js";
import { SqliteParameters } from "./sqlite-parameters.js";
import { upsertPoints } from "./upsert-points.js";

/** Points in one table. */
export function sqlitePointStore(database: OwnedDatabase): PointStore {
  const { tables } = database;
  return {
    async upsert({ metricId, generation, points, fence, receipt }) {
      const name = admitReceipt({ receipt, fence });
      const admitted = admitPoints(points);
      return database.transaction(async (statements) => {
        const receipts = JSON.parse(await checkFence(statements, tables, fence)) as Record<string, UpsertCounts>;
        if (name !== undefined && Object.hasOwn(receipts, name)) return receipts[name] as UpsertCounts;
        const counts = await upsertPoints(statements, tables, { metricId, generation, points: admitted });
        if (name !== undefined && fence !== undefined) {
          const json = JSON.stringify({ ...receipts, [name]: counts });
          await statements.execute(`UPDATE ${tables.runs} SET "receipts" = ? WHERE "id" = ?`, [json, fence.runId]);
        }
        return counts;
      });
    },

    async list(input) {
      assertLimit(input.limit, storageLimits.points);
      return listPoints(database, input);
    },

    aggregate: (input) => aggregatePoints(database, input),

    async summarize(range) {
      const parameters = new SqliteParameters();
      const [summary] = await database.read<SummaryRow>(
        `SELECT count(*) AS "count", CAST(min("timestamp") AS TEXT) AS "first", CAST(max("timestamp") AS TEXT) AS "last",
           count(DISTINCT "series") AS "seriesCount"
         FROM ${tables.dataPoints} WHERE ${rangeSql(range, parameters)}`,
        parameters.values,
      );
      const count = Number(summary?.count);
      if (summary === undefined || count === 0) return { count: 0, first: null, last: null, seriesCount: 0 };
      const { first, last, seriesCount } = summary;
      return { count, first: new Date(first), last: new Date(last), seriesCount: Number(seriesCount) };
    },

    async delete(input) {
      const parameters = new SqliteParameters();
      const sql = `DELETE FROM ${tables.dataPoints} WHERE ${deletedSql(input, parameters)}`;
      return database.transaction(async (statements) => {
        await checkFence(statements, tables, input.fence);
        return statements.execute(sql, parameters.values);
      });
    },
  };
}

interface SummaryRow {
  readonly count: number | bigint;
  readonly first: string;
  readonly last: string;
  readonly seriesCount: number | bigint;
}
