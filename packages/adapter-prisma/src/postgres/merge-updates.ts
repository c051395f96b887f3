import { columnsOf, type TableName, tables, type Write } from "@metricsmith/core/adapter";

type Update = Extract<Write, { operation: "update" }>;
type Columns = Readonly<Record<string, unknown>>;

/**
 * The same writes with several updates of one row as one, so that they can be parts of one statement. Tables with unique keys are left
 * alone: there an update may fail on what the next one would have put right.
 */
export function mergeUpdates(writes: readonly Write[]): Write[] {
  const merged: Write[] = [];
  /** Place of each row's latest write. */
  const places = new Map<string, number>();
  for (const write of writes) {
    const row = `${write.table} ${write.operation === "insert" ? write.row.id : write.id}`;
    const place = places.get(row);
    const earlier = place === undefined ? undefined : merged[place];
    if (place !== undefined && write.operation === "update" && earlier?.operation === "update" && isMergeable(write)) {
      merged[place] = {
        ...earlier,
        set: mergeChanges(write.table, earlier.set as Columns, write.set as Columns),
      } as Update;
    } else {
      places.set(row, merged.push(write) - 1);
    }
  }
  return merged;
}

function isMergeable({ table }: Update): boolean {
  return tables[table].unique.length === 0;
}

function mergeChanges(table: TableName, earlier: Columns, later: Columns): Columns {
  const merged: Record<string, unknown> = { ...earlier };
  for (const [name, value] of Object.entries(later)) {
    if (value === undefined) continue;
    // In a JSON column { increment } is data.
    const isNumber = columnsOf(table).some((column) => column.name === name && column.kind === "number");
    merged[name] = isNumber ? inTheEnd(earlier[name], value) : value;
  }
  return merged;
}

/** What a number is set to by two updates. */
function inTheEnd(earlier: unknown, later: unknown): unknown {
  if (!isIncrement(later)) return later;
  if (typeof earlier === "number") return earlier + later.increment;
  return isIncrement(earlier) ? { increment: earlier.increment + later.increment } : later;
}

function isIncrement(value: unknown): value is { readonly increment: number } {
  return typeof value === "object" && value !== null;
}
