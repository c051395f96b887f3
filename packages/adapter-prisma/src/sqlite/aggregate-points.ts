import { admitBoundaries, type AggregatePointsInput, type PointBucket } from "@metricsmith/core/adapter";
import type { OwnedDatabase } from "./owned-database.js";
import { SqliteParameters, timeText } from "./sqlite-parameters.js";

/**
 * Buckets in order. Each boundary is one step into the index, so only points between the first and the last are read.
 *
 * @throws {MetricsmithError} STORAGE_INVALID when boundaries are too few, too many or do not ascend.
 */
export async function aggregatePoints(database: OwnedDatabase, input: AggregatePointsInput): Promise<PointBucket[]> {
  const { metricId, generation, boundaries, series, dimension } = input;
  const parameters = new SqliteParameters();
  const points = database.tables.dataPoints;
  const measured = dimension === undefined ? `"value"` : `CAST("dimension"."value" AS REAL)`;
  const measurements = dimension === undefined ? points : `${points} CROSS JOIN json_each("dimensions") AS "dimension"`;
  /** True for points of the generation that have what is measured. */
  const isMeasured = (): string => {
    const key = `"metricId" = ${parameters.text(metricId)} AND "generation" = ${parameters.value(generation)}`;
    if (dimension === undefined) return key;
    return `${key} AND "dimension"."key" = ${parameters.text(dimension)} AND "dimension"."type" IN ('integer', 'real')`;
  };
  const rows = await database.read<BucketRow>(
    `WITH "bounds" AS MATERIALIZED (
       SELECT key AS "bucket", value AS "start", lead(value) OVER (ORDER BY key) AS "end"
       FROM json_each(${parameters.list(admitBoundaries(boundaries).map(timeText))})
     ), "measurements" AS (
       SELECT "bucket", "series", "timestamp", ${measured} AS "measured" FROM "bounds" CROSS JOIN ${measurements}
       WHERE ${isMeasured()} AND "timestamp" >= "start" AND "timestamp" < "end"
         AND ${series === undefined ? "TRUE" : `"series" = ${parameters.text(series)}`}
     ), "buckets" AS (
       SELECT "bucket", "series", count(*) AS "count", sum("measured") AS "sum", min("measured") AS "min",
         max("measured") AS "max", max("timestamp") AS "latest"
       FROM "measurements" GROUP BY "bucket", "series"
     )
     SELECT "bucket", "series", "count", "sum", "min", "max", (
       SELECT ${measured} FROM ${measurements}
       WHERE ${isMeasured()} AND "timestamp" = "latest" AND ${points}."series" = "buckets"."series"
     ) AS "last"
     FROM "buckets" ORDER BY "bucket", "series"`,
    parameters.values,
  );
  return rows.map((row) => ({ ...row, bucket: Number(row.bucket), count: Number(row.count) }));
}

/** Drivers give whole numbers as either. */
interface BucketRow extends Omit<PointBucket, "bucket" | "count"> {
  readonly bucket: number | bigint;
  readonly count: number | bigint;
}
