import { admitColumn, columnsOf, storageInvalid, type TableColumn, type TableName } from "@metricsmith/core/adapter";
import { quoteName } from "./table-names.js";

/** The columns of a table as a list of names. */
export function columnList(table: TableName): string {
  return columnsOf(table)
    .map(({ name }) => quoteName(name))
    .join(", ");
}

/** What an update or a claim does to one column. */
export interface ColumnChange {
  readonly column: TableColumn;
  /** Known to be storable. */
  readonly value: unknown;
  /** Whether the value adds to the stored number. */
  readonly isIncrement: boolean;
}

/**
 * The changes that a `Changes` of the table asks for. In a JSON column `{ increment }` is data.
 *
 * @throws {MetricsmithError} STORAGE_INVALID when a column is unknown or the id, or a value cannot be stored.
 */
export function admitColumnChanges(table: TableName, set: Readonly<Record<string, unknown>>): ColumnChange[] {
  return Object.entries(set).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const column = columnsOf(table).find((candidate) => candidate.name === name);
    if (column === undefined || name === "id") {
      throw storageInvalid(`${table} has no column "${name}" to change. Name another one.`);
    }
    const isIncrement = column.kind === "number" && typeof value === "object" && value !== null;
    const next = isIncrement ? (value as { readonly increment: number }).increment : value;
    return [{ column, value: admitColumn(next, name), isIncrement }];
  });
}
