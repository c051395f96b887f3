import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { StoredDataPoint } from "@metricsmith/core/adapter";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

export interface Generation {
  readonly metricId: string;
  readonly generation: number;
}

const columns = `"metricId", "generation", "timestamp", "series", "value", "dimensions", "payloadId", "transformerVersion"`;

/** The fastest upsert that PostgreSQL offers: COPY into a temporary table, then one merge. */
export async function copyAndMerge(client: pg.Client, key: Generation, points: readonly StoredDataPoint[]) {
  await client.query("BEGIN");
  await client.query(`CREATE TEMP TABLE incoming (LIKE metricsmith_data_points) ON COMMIT DROP`);
  const lines = points.map(
    ({ timestamp, series, value, dimensions, payloadId, transformerVersion }) =>
      `${key.metricId}\t${key.generation}\t${timestamp.toISOString()}\t${series}\t${value}\t${
        dimensions === null ? "\\N" : JSON.stringify(dimensions)
      }\t${payloadId ?? "\\N"}\t${transformerVersion ?? "\\N"}\n`,
  );
  await pipeline(Readable.from(inBlocks(lines)), client.query(copyFrom(`COPY incoming (${columns}) FROM STDIN`)));
  await client.query(
    `INSERT INTO metricsmith_data_points (${columns}) SELECT ${columns} FROM incoming
     ON CONFLICT ("metricId", "generation", "timestamp", "series") DO UPDATE
     SET "value" = EXCLUDED."value", "dimensions" = EXCLUDED."dimensions",
         "payloadId" = EXCLUDED."payloadId", "transformerVersion" = EXCLUDED."transformerVersion"
     WHERE (metricsmith_data_points."value", metricsmith_data_points."dimensions"::text)
       IS DISTINCT FROM (EXCLUDED."value", EXCLUDED."dimensions"::text)`,
  );
  await client.query("COMMIT");
}

function* inBlocks(lines: readonly string[]): Generator<string> {
  for (let start = 0; start < lines.length; start += 5_000) yield lines.slice(start, start + 5_000).join("");
}

/** Every point of a generation as rows of `pg`. */
export async function readByHand(client: pg.Client, key: Generation): Promise<number> {
  const { rows } = await client.query(
    `SELECT "timestamp", "series", "value", "dimensions", "payloadId", "transformerVersion" FROM metricsmith_data_points
     WHERE "metricId" = $1 AND "generation" = $2 ORDER BY "timestamp", "series" COLLATE "C"`,
    [key.metricId, key.generation],
  );
  return rows.length;
}

/** Daily averages with boundaries that the caller computes, as one would write the query for one chart. */
export async function aggregateByHand(
  client: pg.Client,
  key: Generation,
  boundaries: readonly Date[],
): Promise<number> {
  const { rows } = await client.query(
    `SELECT width_bucket("timestamp", $3::timestamp[]) - 1 AS bucket, "series", count(*)::int AS count, sum("value") AS sum,
            min("value") AS min, max("value") AS max, (array_agg("value" ORDER BY "timestamp" DESC))[1] AS last
     FROM metricsmith_data_points
     WHERE "metricId" = $1 AND "generation" = $2 AND "timestamp" >= $4::timestamp AND "timestamp" < $5::timestamp
     GROUP BY 1, "series" ORDER BY 1, "series" COLLATE "C"`,
    [
      key.metricId,
      key.generation,
      boundaries.map((boundary) => boundary.toISOString()),
      boundaries[0]?.toISOString(),
      boundaries.at(-1)?.toISOString(),
    ],
  );
  return rows.length;
}
