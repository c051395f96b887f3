import {
  type AdmittedPoint,
  canonicalJson,
  type GenerationKey,
  type JsonValue,
  type UpsertCounts,
} from "@metricsmith/core/adapter";
import type { Statements } from "../database.js";
import type { TableNames } from "../table-names.js";
import { SqliteParameters, timeText } from "./sqlite-parameters.js";
import { splitNumber } from "./split-number.js";

const maximumChunkPoints = 5_000;
const maximumChunkCharacters = 8_000_000;

/** A point as it travels: timestamp, series, mantissa, exponent, dimensions, payload, transformer version. */
type PointJson = readonly [string, string, number, number, string | null, string | null, number | null];

/** Writes points that are ascending and have different keys. Equal ones are left alone. */
export async function upsertPoints(
  statements: Statements,
  tables: TableNames,
  { points, ...key }: GenerationKey & { readonly points: readonly AdmittedPoint[] },
): Promise<UpsertCounts> {
  const counts = { inserted: 0, replaced: 0, unchanged: 0 };
  for (const chunk of chunksOf(points)) {
    const { count, written } = await upsertChunk(statements, tables, { chunk, ...key });
    const inserted = chunk.length - count;
    counts.inserted += inserted;
    counts.replaced += written - inserted;
    counts.unchanged += chunk.length - written;
  }
  return counts;
}

interface Chunk extends GenerationKey {
  readonly chunk: readonly PointJson[];
}

/** How many of the points were there before, and how many rows were written. */
async function upsertChunk(
  statements: Statements,
  tables: TableNames,
  { chunk, metricId, generation }: Chunk,
): Promise<{ count: number; written: number }> {
  const json = JSON.stringify(chunk);
  const count = await countStored(statements, tables, { chunk, json, metricId, generation });
  const parameters = new SqliteParameters();
  const sql = `INSERT INTO ${tables.dataPoints}
      ("metricId", "generation", "timestamp", "series", "value", "dimensions", "payloadId", "transformerVersion")
    SELECT ${parameters.text(metricId)}, ${parameters.value(generation)}, value ->> 0, value ->> 1,
      ${valueSql(chunk, parameters)}, value ->> 4, value ->> 5, value ->> 6
    FROM json_each(${parameters.value(json)}) WHERE TRUE
    ON CONFLICT DO UPDATE SET "value" = excluded."value", "dimensions" = excluded."dimensions",
      "payloadId" = excluded."payloadId", "transformerVersion" = excluded."transformerVersion"
    WHERE "value" IS NOT excluded."value" OR "dimensions" IS NOT excluded."dimensions"`;
  return { count, written: await statements.execute(sql, parameters.values) };
}

/** New points mostly lie behind the stored ones, which one look at the index shows. */
async function countStored(
  statements: Statements,
  tables: TableNames,
  { chunk, json, metricId, generation }: Chunk & { readonly json: string },
): Promise<number> {
  const [first, last] = [chunk[0], chunk.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const ofGeneration = `"metricId" = ? AND "generation" = ?`;
  const near = await statements.query(
    `SELECT 1 FROM ${tables.dataPoints} WHERE ${ofGeneration} AND "timestamp" BETWEEN ? AND ? LIMIT 1`,
    [metricId, generation, first[0], last[0]],
  );
  if (near.length === 0) return 0;
  const [row] = await statements.query<{ count: number | bigint }>(
    `SELECT count(*) AS "count" FROM json_each(?) AS new CROSS JOIN ${tables.dataPoints}
     WHERE ${ofGeneration} AND "timestamp" = new.value ->> 0 AND "series" = new.value ->> 1`,
    [json, metricId, generation],
  );
  return Number(row?.count);
}

/** SQL for the value of a point: its mantissa times the power of two that its exponent stands for. */
function valueSql(chunk: readonly PointJson[], parameters: SqliteParameters): string {
  const exponents = [...new Set(chunk.map(([, , , exponent]) => exponent))];
  const powers = exponents.map((exponent) => `WHEN ${exponent} THEN ${parameters.value(2 ** exponent)}`);
  return `CAST(value ->> 2 AS REAL) * CASE value ->> 3 ${powers.join(" ")} END`;
}

function* chunksOf(points: readonly AdmittedPoint[]): Generator<readonly PointJson[]> {
  let chunk: PointJson[] = [];
  let characters = 0;
  for (const point of points) {
    chunk.push(pointJson(point));
    characters += point.dimensions?.length ?? 0;
    if (chunk.length < maximumChunkPoints && characters < maximumChunkCharacters) continue;
    yield chunk;
    chunk = [];
    characters = 0;
  }
  if (chunk.length > 0) yield chunk;
}

function pointJson({ timestamp, series, value, dimensions, payloadId, transformerVersion }: AdmittedPoint): PointJson {
  const canonical = dimensions === null ? null : canonicalJson(JSON.parse(dimensions) as JsonValue);
  return [timeText(timestamp), series, ...splitNumber(value), canonical, payloadId, transformerVersion];
}
