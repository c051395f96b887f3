import {
  type AdmittedPoint,
  type Fence,
  fenceLost,
  type GenerationKey,
  type UpsertCounts,
} from "@metricsmith/core/adapter";
import type { Database } from "../database.js";
import { fenceSql } from "./commit-verdict.js";
import { StatementParameters } from "./statement-parameters.js";

export interface AdmittedUpsert extends GenerationKey {
  /** In order and of different keys, so that upserts of the same points wait for each other instead of for a deadlock. */
  readonly points: readonly AdmittedPoint[];
  readonly fence: Fence | undefined;
  readonly receipt: string | undefined;
}

interface UpsertRow {
  readonly inserted: string;
  readonly replaced: string;
  readonly fence: boolean;
  /** JSON of the counts kept under the receipt. */
  readonly kept: string | null;
}

/** Stores points in one statement, whatever their number. @throws {MetricsmithError} RUN_LEASE_LOST */
export async function upsertPoints(database: Database, input: AdmittedUpsert): Promise<UpsertCounts> {
  const parameters = new StatementParameters();
  const sql = upsertSql(database, input, parameters);
  const [row] = await database.write<UpsertRow>(sql, parameters.values);
  if (input.fence !== undefined && row?.fence !== true) throw fenceLost(input.fence);
  if (typeof row?.kept === "string") return JSON.parse(row.kept) as UpsertCounts;
  const [inserted, replaced] = [Number(row?.inserted), Number(row?.replaced)];
  return { inserted, replaced, unchanged: input.points.length - inserted - replaced };
}

function upsertSql({ tables }: Database, input: AdmittedUpsert, parameters: StatementParameters): string {
  const { metricId, generation, points, fence, receipt } = input;
  const key = receipt === undefined ? null : parameters.text(receipt);
  const parts = [
    `"right" AS MATERIALIZED (${rightSql(tables.runs, { fence, key }, parameters)})`,
    `"written" AS (
      INSERT INTO ${tables.dataPoints} AS "stored"
        ("metricId", "generation", "timestamp", "series", "value", "dimensions", "payloadId", "transformerVersion")
      SELECT ${parameters.text(metricId)}, ${parameters.integer(generation)},
        "time"::timestamp, "name", "number"::double precision, "data"::jsonb, "payload", "version"::integer
      FROM ROWS FROM (${columnsSql(points, parameters)})
        AS "point" ("time", "name", "number", "data", "payload", "version")
      WHERE EXISTS (SELECT 1 FROM "right" WHERE "kept" IS NULL)
      ON CONFLICT ("metricId", "generation", "timestamp", "series") DO UPDATE SET
        "value" = EXCLUDED."value", "dimensions" = EXCLUDED."dimensions",
        "payloadId" = EXCLUDED."payloadId", "transformerVersion" = EXCLUDED."transformerVersion"
      WHERE ("stored"."value", "stored"."dimensions") IS DISTINCT FROM (EXCLUDED."value", EXCLUDED."dimensions")
      RETURNING xmax = 0 AS "isInserted"
    )`,
    `"counts" AS MATERIALIZED (
      SELECT count(*) FILTER (WHERE "isInserted") AS "inserted", count(*) FILTER (WHERE NOT "isInserted") AS "replaced"
      FROM "written"
    )`,
  ];
  if (fence !== undefined && key !== null) {
    const total = parameters.integer(points.length);
    parts.push(`"noted" AS (
      UPDATE ${tables.runs} SET "receipts" = "receipts" || jsonb_build_object(${key}, jsonb_build_object(
        'inserted', "inserted", 'replaced', "replaced", 'unchanged', ${total} - "inserted" - "replaced"
      ))
      FROM "counts" WHERE "id" = ${parameters.text(fence.runId)} AND EXISTS (SELECT 1 FROM "right" WHERE "kept" IS NULL)
    )`);
  }
  return `WITH ${parts.join(", ")} SELECT
    "inserted"::text AS "inserted", "replaced"::text AS "replaced",
    EXISTS (SELECT 1 FROM "right") AS "fence", (SELECT "kept"::text FROM "right") AS "kept"
    FROM "counts"`;
}

/** One row when points may be written, with the counts that the run keeps under the receipt. */
function rightSql(
  runs: string,
  { fence, key }: { readonly fence: Fence | undefined; readonly key: string | null },
  parameters: StatementParameters,
): string {
  if (fence === undefined) return `SELECT NULL::jsonb AS "kept"`;
  const kept = key === null ? "NULL::jsonb" : `"receipts" -> ${key}`;
  return `SELECT ${kept} AS "kept" FROM ${runs}
    WHERE "id" = ${parameters.text(fence.runId)} AND ${fenceSql(fence, parameters)}
    ${key === null ? "FOR SHARE" : "FOR UPDATE"}`;
}

/** Columns as JSON arrays of their own: a fifth less work for the server than an array of points. */
function columnsSql(points: readonly AdmittedPoint[], parameters: StatementParameters): string {
  const columns = [
    JSON.stringify(points.map(({ timestamp }) => new Date(timestamp).toISOString())),
    JSON.stringify(points.map(({ series }) => series)),
    JSON.stringify(points.map(({ value }) => value)),
    // JSON text already.
    `[${points.map(({ dimensions }) => dimensions ?? "null").join(",")}]`,
    JSON.stringify(points.map(({ payloadId }) => payloadId)),
    JSON.stringify(points.map(({ transformerVersion }) => transformerVersion)),
  ];
  return columns.map((column) => `json_array_elements_text(${parameters.jsonText(column)})`).join(", ");
}
