import type { z } from "zod";
import { storageInvalid } from "./storage-errors.js";
import { type TableName, tables } from "./tables.js";

/** How a column is stored and compared. */
export interface TableColumn {
  readonly name: string;
  /** `time`: an instant to the millisecond; `json`: any JSON, which conditions cannot name. */
  readonly kind: "text" | "number" | "boolean" | "time" | "json";
  readonly isNullable: boolean;
  /** True for numbers that are always whole. */
  readonly isInteger: boolean;
  /** True for texts that are one of a few words. */
  readonly isEnum: boolean;
}

/** The columns of a table in the order of its schema. @throws {MetricsmithError} STORAGE_INVALID for an unknown table. */
export function columnsOf(table: TableName): readonly TableColumn[] {
  const columns = columnsByTable.get(table);
  if (columns !== undefined) return columns;
  throw storageInvalid(`There is no table "${table}". Use one of ${Object.keys(tables).join(", ")}.`);
}

/** Rows that go with a row of the given table: their tables, and the columns that name it. */
export function childrenOf(table: TableName): readonly { readonly table: TableName; readonly column: string }[] {
  return childrenByTable.get(table) ?? [];
}

const tableNames = Object.keys(tables) as TableName[];

const columnsByTable: ReadonlyMap<TableName, readonly TableColumn[]> = new Map(
  tableNames.map((table) => [
    table,
    Object.entries(tables[table].schema.shape as Record<string, z.ZodType>).map(([name, schema]) =>
      describeColumn(name, schema),
    ),
  ]),
);

const childrenByTable: ReadonlyMap<TableName, readonly { table: TableName; column: string }[]> = new Map(
  tableNames.map((parent) => [
    parent,
    tableNames.flatMap((table) =>
      tables[table].parents.filter((link) => link.table === parent).map(({ column }) => ({ table, column })),
    ),
  ]),
);

function describeColumn(name: string, schema: z.ZodType): TableColumn {
  const isNullable = schema.type === "nullable";
  const inner = isNullable ? (schema as z.ZodNullable<z.ZodType>).unwrap() : schema;
  const isInteger = inner.type === "number" && (inner as z.ZodNumber).format === "safeint";
  return { name, kind: kindOf(inner), isNullable, isInteger, isEnum: inner.type === "enum" };
}

function kindOf(schema: z.ZodType): TableColumn["kind"] {
  if (schema.type === "string" || schema.type === "enum") return "text";
  if (schema.type === "number" || schema.type === "boolean") return schema.type;
  return schema.type === "date" ? "time" : "json";
}
