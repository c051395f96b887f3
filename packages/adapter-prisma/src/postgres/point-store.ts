import {
  admitPoints,
  admitReceipt,
  assertLimit,
  fenceLost,
  type PointRange,
  type PointStore,
  type PointSummary,
  storageLimits,
} from "@metricsmith/core/adapter";
import type { Database } from "../database.js";
import { type DeletePointsInput, deletedSql, rangeSql } from "../point-conditions.js";
import { aggregatePoints } from "./aggregate-points.js";
import { fenceSql } from "./commit-verdict.js";
import { listPoints } from "./list-points.js";
import { PostgresParameters } from "./postgres-parameters.js";
import { upsertPoints } from "./upsert-points.js";

/** Points in one table, by metric, generation, time and series. Each call is one statement. */
export function postgresPointStore(database: Database): PointStore {
  return {
    async upsert({ metricId, generation, points, fence, receipt }) {
      admitReceipt({ receipt, fence });
      return upsertPoints(database, { metricId, generation, points: admitPoints(points), fence, receipt });
    },

    async list(input) {
      assertLimit(input.limit, storageLimits.points);
      return listPoints(database, input);
    },

    aggregate: async (input) => aggregatePoints(database, input),

    summarize: (input) => summarizePoints(database, input),

    delete: (input) => deletePoints(database, input),
  };
}

interface SummaryRow {
  readonly count: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly seriesCount: string;
}

async function summarizePoints(database: Database, range: PointRange): Promise<PointSummary> {
  const parameters = new PostgresParameters();
  const sql = `SELECT
      count(*)::text AS "count",
      (extract(epoch from min("timestamp")) * 1000)::bigint::text AS "first",
      (extract(epoch from max("timestamp")) * 1000)::bigint::text AS "last",
      count(DISTINCT "series")::text AS "seriesCount"
    FROM ${database.tables.dataPoints} WHERE ${rangeSql(range, parameters)}`;
  const [row] = await database.read<SummaryRow>(sql, parameters.values);
  const time = (epochMs: string | null = null): Date | null => (epochMs === null ? null : new Date(Number(epochMs)));
  return {
    count: Number(row?.count),
    first: time(row?.first),
    last: time(row?.last),
    seriesCount: Number(row?.seriesCount),
  };
}

/** @throws {MetricsmithError} RUN_LEASE_LOST */
async function deletePoints(database: Database, input: DeletePointsInput): Promise<number> {
  const { tables } = database;
  const { fence } = input;
  const parameters = new PostgresParameters();
  const right =
    fence === undefined
      ? "SELECT 1"
      : `SELECT 1 FROM ${tables.runs} WHERE "id" = ${parameters.text(fence.runId)} AND ${fenceSql(fence, parameters)} FOR SHARE`;
  const sql = `WITH "right" AS MATERIALIZED (${right}), "deleted" AS (
      DELETE FROM ${tables.dataPoints} WHERE ${deletedSql(input, parameters)} AND EXISTS (SELECT 1 FROM "right") RETURNING 1
    )
    SELECT EXISTS (SELECT 1 FROM "right") AS "fence", (SELECT count(*) FROM "deleted")::text AS "count"`;
  const [row] = await database.write<{ fence: boolean; count: string }>(sql, parameters.values);
  if (fence !== undefined && row?.fence !== true) throw fenceLost(fence);
  return Number(row?.count);
}
