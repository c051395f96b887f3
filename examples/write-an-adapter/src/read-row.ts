import { type AdmittedRow, columnsOf, type TableName } from "@metricsmith/core/adapter";

/** The row that was written as this JSON. A column that is younger than the row is `null`. */
export function readRow(table: TableName, json: Readonly<Record<string, unknown>>): AdmittedRow {
  const columns = columnsOf(table).map(({ name, kind }) => {
    const value = json[name] ?? null;
    return [name, kind === "time" && typeof value === "string" ? new Date(value) : value];
  });
  return Object.fromEntries(columns) as AdmittedRow;
}
