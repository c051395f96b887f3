import { type TableName, tables } from "@metricsmith/core/adapter";

/** Names of a table's columns that are always a number, or always free text: neither `null` nor one of a few words. */
export function columnsOfType(table: TableName, type: "number" | "string"): ReadonlySet<string> {
  const columns = Object.entries(tables[table].schema.shape);
  return new Set(columns.flatMap(([column, schema]) => (schema.type === type ? [column] : [])));
}
