import {
  type AdmittedRow,
  columnsOf,
  comparable,
  isEquality,
  matchesWhere,
  type TableDefinition,
  type TableName,
  tables,
} from "@metricsmith/core/adapter";

type IndexKey = ReturnType<typeof comparable>;

/** Conditions by column. */
type Conditions = Readonly<Record<string, unknown>>;

/** The rows of one table with the indexes that its definition names. */
export class RecordTable {
  readonly #rows = new Map<string, AdmittedRow>();
  readonly #indexes: ReadonlyMap<string, Map<IndexKey, Set<string>>>;
  readonly #uniques: readonly { readonly columns: readonly string[]; readonly ids: Map<string, string> }[];

  constructor(name: TableName) {
    const freeTexts = columnsOf(name).filter(
      ({ kind, isEnum, isNullable }) => kind === "text" && !isEnum && !isNullable,
    );
    const textColumns = new Set(freeTexts.map((column) => column.name));
    const definition: TableDefinition = tables[name];
    const columns = [
      // Of a unique key only free text narrows a search: many rows share a kind or a number.
      ...definition.unique.flat().filter((column) => textColumns.has(column)),
      ...definition.indexes.flatMap((index) => index.slice(0, 1)),
      ...definition.parents.map((parent) => parent.column),
    ];
    this.#indexes = new Map(columns.map((column) => [column, new Map()]));
    this.#uniques = definition.unique.map((unique) => ({ columns: unique, ids: new Map() }));
  }

  get(id: string): AdmittedRow | undefined {
    return this.#rows.get(id);
  }

  /** True when another row holds one of the row's unique keys. */
  hasConflict(row: AdmittedRow): boolean {
    return this.#uniques.some(({ columns, ids }) => (ids.get(uniqueKey(row, columns)) ?? row.id) !== row.id);
  }

  /** Inserts or replaces the row by its id. */
  put(row: AdmittedRow): void {
    const before = this.#rows.get(row.id);
    this.#rows.set(row.id, row);
    for (const [column, ids] of this.#indexes) {
      const key = comparable(row[column]);
      if (before !== undefined) {
        const keyBefore = comparable(before[column]);
        if (keyBefore === key) continue;
        removeFromIndex(ids, keyBefore, row.id);
      }
      addToIndex(ids, key, row.id);
    }
    for (const { columns, ids } of this.#uniques) {
      if (before !== undefined) ids.delete(uniqueKey(before, columns));
      ids.set(uniqueKey(row, columns), row.id);
    }
  }

  remove(row: AdmittedRow): void {
    this.#rows.delete(row.id);
    for (const [column, ids] of this.#indexes) removeFromIndex(ids, comparable(row[column]), row.id);
    for (const { columns, ids } of this.#uniques) ids.delete(uniqueKey(row, columns));
  }

  /** Matching rows in no promised order. */
  match(where: Conditions): AdmittedRow[] {
    const matching: AdmittedRow[] = [];
    for (const row of this.#candidates(where)) if (matchesWhere(row, where)) matching.push(row);
    return matching;
  }

  /** The fewest rows that one index can narrow the search to. */
  #candidates(where: Conditions): Iterable<AdmittedRow> {
    if (typeof where["id"] === "string") return this.#rowsOf([where["id"]]);
    let fewest: string[][] | null = null;
    let count = this.#rows.size;
    for (const column of Object.keys(where)) {
      const found = this.#lookUp(column, where[column]);
      const size = found?.reduce((sum, ids) => sum + ids.size, 0) ?? count;
      if (found === null || size >= count) continue;
      fewest = found.map((ids) => [...ids]);
      count = size;
    }
    return fewest === null ? this.#rows.values() : this.#rowsOf(fewest.flat());
  }

  /** Sets of ids that hold every row with this condition; `null` when no index knows. */
  #lookUp(column: string, condition: unknown): Set<string>[] | null {
    const index = this.#indexes.get(column);
    if (index === undefined || condition === undefined) return null;
    const values = isEquality(condition) ? [condition] : (condition as { in?: readonly unknown[] }).in;
    if (values === undefined) return null;
    const keys = new Set(values.map(comparable));
    return [...keys].flatMap((key) => index.get(key) ?? []);
  }

  #rowsOf(ids: readonly string[]): AdmittedRow[] {
    return ids.flatMap((id) => this.#rows.get(id) ?? []);
  }
}

/** Stored texts hold no NUL, so it separates. */
function uniqueKey(row: AdmittedRow, columns: readonly string[]): string {
  return columns.map((column) => String(comparable(row[column]))).join("\0");
}

function addToIndex(index: Map<IndexKey, Set<string>>, key: IndexKey, id: string): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}

function removeFromIndex(index: Map<IndexKey, Set<string>>, key: IndexKey, id: string): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}
