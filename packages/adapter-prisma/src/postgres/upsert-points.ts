import {
  type AdmittedPoint,
  canonicalJson,
  type Fence,
  fenceLost,
  type GenerationKey,
  type JsonValue,
  type UpsertCounts,
} from "@metricsmith/core/adapter";
import { isUniqueViolation } from "../database-failure.js";
import type { Database } from "../database.js";
import { fenceSql } from "./commit-verdict.js";
import { PostgresParameters } from "./postgres-parameters.js";

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

/**
 * Stores points in one statement, whatever their number. Where no point is stored yet between the first and the last, they are just
 * inserted, which takes two thirds of the time; if another upsert stores one of them meanwhile, they are merged all the same.
 *
 * @throws {MetricsmithError} RUN_LEASE_LOST
 */
export async function upsertPoints(database: Database, input: AdmittedUpsert): Promise<UpsertCounts> {
  try {
    return await upsertAtOnce(database, input, { mayAppend: true });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return upsertAtOnce(database, input, { mayAppend: false });
  }
}

async function upsertAtOnce(
  database: Database,
  input: AdmittedUpsert,
  options: { readonly mayAppend: boolean },
): Promise<UpsertCounts> {
  const parameters = new PostgresParameters();
  const sql = upsertSql(database, { ...input, ...options }, parameters);
  const [row] = await database.write<UpsertRow>(sql, parameters.values);
  if (input.fence !== undefined && row?.fence !== true) throw fenceLost(input.fence);
  if (typeof row?.kept === "string") return JSON.parse(row.kept) as UpsertCounts;
  const [inserted, replaced] = [Number(row?.inserted), Number(row?.replaced)];
  return { inserted, replaced, unchanged: input.points.length - inserted - replaced };
}

function upsertSql(
  { tables }: Database,
  input: AdmittedUpsert & { readonly mayAppend: boolean },
  parameters: PostgresParameters,
): string {
  const { metricId, generation, points, fence, receipt } = input;
  const key = receipt === undefined ? null : parameters.text(receipt);
  const [metric, number] = [parameters.text(metricId), parameters.number(generation)];
  const { sources, names, texts } = pointColumns(points, parameters);
  const insert = `INSERT INTO ${tables.dataPoints} AS "stored"
      ("metricId", "generation", "timestamp", "series", "value", "dimensions", "payloadId", "transformerVersion")
    SELECT ${metric}, ${number}, ${texts.timestamp}::timestamp, ${texts.series}, ${texts.value}::double precision,
      ${texts.dimensions}::json, ${texts.payloadId}, ${texts.transformerVersion}::integer
    FROM ROWS FROM (${sources.join(", ")}) AS "point" (${names.join(", ")})
    WHERE EXISTS (SELECT 1 FROM "right" WHERE "kept" IS NULL)`;
  const isFree = input.mayAppend ? isFreeSql(tables.dataPoints, { metric, number, points }, parameters) : "FALSE";
  const parts = [
    `"right" AS MATERIALIZED (${rightSql(tables.runs, { fence, key }, parameters)})`,
    `"range" AS MATERIALIZED (SELECT ${isFree} AS "isFree")`,
    `"appended" AS (${insert} AND (SELECT "isFree" FROM "range") RETURNING TRUE AS "isInserted")`,
    `"merged" AS (
      ${insert} AND NOT (SELECT "isFree" FROM "range")
      ON CONFLICT ("metricId", "generation", "timestamp", "series") DO UPDATE SET
        "value" = EXCLUDED."value", "dimensions" = EXCLUDED."dimensions",
        "payloadId" = EXCLUDED."payloadId", "transformerVersion" = EXCLUDED."transformerVersion"
      WHERE ("stored"."value", "stored"."dimensions"::text) IS DISTINCT FROM (EXCLUDED."value", EXCLUDED."dimensions"::text)
      RETURNING xmax = 0 AS "isInserted"
    )`,
    `"counts" AS MATERIALIZED (
      SELECT count(*) FILTER (WHERE "isInserted") AS "inserted", count(*) FILTER (WHERE NOT "isInserted") AS "replaced"
      FROM (TABLE "appended" UNION ALL TABLE "merged") AS "written"
    )`,
  ];
  if (fence !== undefined && key !== null) {
    const total = parameters.number(points.length);
    parts.push(`"noted" AS (
      UPDATE ${tables.runs} SET "receipts" = "receipts"::jsonb || jsonb_build_object(${key}, jsonb_build_object(
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

/** SQL that is true while no point is stored from the first to the last of these. */
function isFreeSql(
  table: string,
  { metric, number, points }: { readonly metric: string; readonly number: string } & Pick<AdmittedUpsert, "points">,
  parameters: PostgresParameters,
): string {
  const [first, last] = [points[0], points.at(-1)].map((point) => parameters.time(new Date(point?.timestamp ?? 0)));
  return `NOT EXISTS (SELECT 1 FROM ${table}
    WHERE "metricId" = ${metric} AND "generation" = ${number} AND "timestamp" BETWEEN ${first} AND ${last})`;
}

/** One row when points may be written, with the counts that the run keeps under the receipt. */
function rightSql(
  runs: string,
  { fence, key }: { readonly fence: Fence | undefined; readonly key: string | null },
  parameters: PostgresParameters,
): string {
  if (fence === undefined) return `SELECT NULL::json AS "kept"`;
  const kept = key === null ? "NULL::json" : `"receipts" -> ${key}`;
  return `SELECT ${kept} AS "kept" FROM ${runs}
    WHERE "id" = ${parameters.text(fence.runId)} AND ${fenceSql(fence, parameters)}
    ${key === null ? "FOR SHARE" : "FOR UPDATE"}`;
}

/** What a column of points travels as: JSON arrays side by side, and for a column of one value just that. */
interface PointColumns {
  /** Set-returning functions, in the order of `names`. */
  readonly sources: readonly string[];
  readonly names: readonly string[];
  /** Expressions of all columns, as text. */
  readonly texts: { readonly [Column in keyof AdmittedPoint]: string };
}

/** Columns of their own are a fifth less work for the server than an array of points; most have one value. */
function pointColumns(points: readonly AdmittedPoint[], parameters: PostgresParameters): PointColumns {
  const sources: string[] = [];
  const names: string[] = [];
  const column = (name: keyof AdmittedPoint, texts: readonly (string | null)[]): string => {
    const [first = null] = texts;
    const isConstant = name !== "timestamp" && texts.every((text) => text === first);
    if (isConstant) return first === null ? "NULL" : parameters.text(first);
    sources.push(`json_array_elements_text(${parameters.json(texts)})`);
    names.push(`"${name}"`);
    return `"point"."${name}"`;
  };
  const texts = {
    timestamp: column(
      "timestamp",
      points.map(({ timestamp }) => new Date(timestamp).toISOString()),
    ),
    series: column(
      "series",
      points.map(({ series }) => series),
    ),
    value: column(
      "value",
      points.map(({ value }) => String(value)),
    ),
    dimensions: column(
      "dimensions",
      // One text for equal dimensions, because texts are compared.
      points.map(({ dimensions }) => (dimensions === null ? null : canonicalJson(JSON.parse(dimensions) as JsonValue))),
    ),
    payloadId: column(
      "payloadId",
      points.map(({ payloadId }) => payloadId),
    ),
    transformerVersion: column(
      "transformerVersion",
      points.map(({ transformerVersion: version }) => (version === null ? null : String(version))),
    ),
  };
  return { sources, names, texts };
}
