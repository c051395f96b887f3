import type { JsonObject, ListPointsInput, StoredDataPoint } from "@metricsmith/core/adapter";
import { rangeSql } from "../point-conditions.js";
import type { OwnedDatabase } from "./owned-database.js";
import { SqliteParameters } from "./sqlite-parameters.js";
import { exactNumberSql } from "./stored-rows.js";

/** Columns of points, each a JSON list. */
interface PointColumns {
  readonly timestamps: string;
  readonly series: string;
  readonly values: string;
  readonly dimensions: string;
  readonly payloadIds: string;
  readonly transformerVersions: string;
}

/** Points in order, read as one row of columns: seven times as fast as a row for each point. */
export async function listPoints(database: OwnedDatabase, input: ListPointsInput): Promise<StoredDataPoint[]> {
  const parameters = new SqliteParameters();
  const conditions = [rangeSql(input, parameters)];
  if (input.after !== undefined) {
    const { timestamp, series } = input.after;
    conditions.push(`("timestamp", "series") > (${parameters.time(timestamp)}, ${parameters.text(series)})`);
  }
  const [columns] = await database.read<PointColumns>(
    `SELECT json_group_array(CAST("timestamp" AS TEXT)) AS "timestamps", json_group_array("series") AS "series",
       json_group_array(${exactNumberSql(`"value"`)}) AS "values",
       json_group_array(CAST("dimensions" AS TEXT)) AS "dimensions", json_group_array("payloadId") AS "payloadIds",
       json_group_array("transformerVersion") AS "transformerVersions"
     FROM (
       SELECT * FROM ${database.tables.dataPoints} WHERE ${conditions.join(" AND ")}
       ORDER BY "timestamp", "series" LIMIT ${input.limit}
     )`,
    parameters.values,
  );
  return columns === undefined ? [] : decodePoints(columns);
}

function decodePoints(columns: PointColumns): StoredDataPoint[] {
  const series = parseList<string>(columns.series);
  const values = parseList<string>(columns.values);
  const dimensions = parseList<string | null>(columns.dimensions);
  const payloadIds = parseList<string | null>(columns.payloadIds);
  const transformerVersions = parseList<number | null>(columns.transformerVersions);
  return parseList<string>(columns.timestamps).map((timestamp, index) => ({
    timestamp: new Date(timestamp),
    series: series[index] ?? "",
    value: Number(values[index]),
    dimensions: parseDimensions(dimensions[index] ?? null),
    payloadId: payloadIds[index] ?? null,
    transformerVersion: transformerVersions[index] ?? null,
  }));
}

function parseList<Item>(json: string): Item[] {
  return JSON.parse(json) as Item[];
}

function parseDimensions(json: string | null): JsonObject | null {
  return json === null ? null : (JSON.parse(json) as JsonObject);
}
