import { admitBoundaries, type AggregatePointsInput, type PointBucket } from "@metricsmith/core/adapter";
import type { Database } from "../database.js";
import { rangeSql } from "../point-conditions.js";
import { PostgresParameters } from "./postgres-parameters.js";

/** Buckets as columns, like points. */
interface BucketColumns {
  /** Bucket, count, sum, min, max and last as double precision: 48 bytes a bucket, in hexadecimal. */
  readonly numbers: string | null;
  /** JSON array. */
  readonly series: string;
}

/** Aggregates where the points are: only buckets travel. */
export async function aggregatePoints(database: Database, input: AggregatePointsInput): Promise<PointBucket[]> {
  const parameters = new PostgresParameters();
  const sql = aggregateSql(database.tables.dataPoints, input, parameters);
  const [columns] = await database.read<BucketColumns>(sql, parameters.values);
  return columns === undefined || columns.numbers === null ? [] : decodeBuckets(columns.numbers, columns);
}

/**
 * A range scan of the primary key per bucket: faster than sorting points into buckets, which also would have to sort them
 * by time for `last`. That one is looked up.
 */
function aggregateSql(table: string, input: AggregatePointsInput, parameters: PostgresParameters): string {
  const { metricId, generation, series, dimension } = input;
  const boundaries = parameters.times(admitBoundaries(input.boundaries));
  const range = rangeSql({ metricId, generation, series }, parameters);
  const measured = dimension === undefined ? `"value"` : dimensionSql(parameters.text(dimension));
  return `WITH "boundary" AS MATERIALIZED (
    SELECT "from", lead("from") OVER (ORDER BY "position") AS "to", "position" - 1 AS "bucket"
    FROM unnest(${boundaries}) WITH ORDINALITY AS "edge" ("from", "position")
  ), "bucket" AS (
    SELECT "boundary"."bucket", "group".* FROM "boundary" CROSS JOIN LATERAL (
      SELECT "series", max("timestamp") AS "latest",
        count(*) AS "count", sum(${measured}) AS "sum", min(${measured}) AS "min", max(${measured}) AS "max"
      FROM ${table} WHERE ${range} AND "timestamp" >= "from" AND "timestamp" < "to" AND ${measured} IS NOT NULL
      GROUP BY "series"
    ) AS "group"
  ), "complete" AS (
    SELECT "bucket".*, (
      SELECT ${measured} FROM ${table} AS "point"
      WHERE ${range} AND "point"."timestamp" = "latest" AND "point"."series" = "bucket"."series"
    ) AS "last"
    FROM "bucket" ORDER BY "bucket", "series" COLLATE "C"
  )
  SELECT json_agg("series")::text AS "series", encode(string_agg(
    float8send("bucket") || float8send("count") || float8send("sum") || float8send("min") || float8send("max") || float8send("last"),
    ''), 'hex') AS "numbers"
  FROM "complete"`;
}

/** The number at a key of the dimensions, else NULL. */
function dimensionSql(key: string): string {
  return `CASE WHEN json_typeof("dimensions" -> ${key}) = 'number' THEN ("dimensions" ->> ${key})::double precision END`;
}

const numbersPerBucket = 6;

function decodeBuckets(hexadecimal: string, columns: BucketColumns): PointBucket[] {
  const bytes = Buffer.from(hexadecimal, "hex");
  return (JSON.parse(columns.series) as string[]).map((series, index) => {
    const number = (position: number): number => bytes.readDoubleBE((index * numbersPerBucket + position) * 8);
    return {
      series,
      bucket: number(0),
      count: number(1),
      sum: number(2),
      min: number(3),
      max: number(4),
      last: number(5),
    };
  });
}
