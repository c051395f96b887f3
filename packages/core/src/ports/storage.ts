import type { RowOf, TableName } from "../records/tables.js";
import type { PayloadStore } from "./payloads.js";
import type { PointStore } from "./points.js";

type Scalar = string | number | boolean | Date;

/**
 * What one column must be: a value, `null`, one of several, or within bounds. `null` never lies within bounds.
 * Texts compare by code point.
 */
export type Condition<Value> =
  | Value
  | { readonly in: readonly NonNullable<Value>[] }
  | {
      readonly lt?: NonNullable<Value> | undefined;
      readonly lte?: NonNullable<Value> | undefined;
      readonly gt?: NonNullable<Value> | undefined;
      readonly gte?: NonNullable<Value> | undefined;
    };

/** Columns that a condition may name: texts, numbers, booleans and times, not JSON. */
export type ScalarColumn<Table extends TableName> = {
  [Column in keyof RowOf<Table>]-?: NonNullable<RowOf<Table>[Column]> extends Scalar ? Column : never;
}[keyof RowOf<Table>];

/** All conditions hold. A column set to `undefined` is no condition. */
export type Where<Table extends TableName> = {
  readonly [Column in ScalarColumn<Table>]?: Condition<RowOf<Table>[Column]> | undefined;
};

/** New values of columns; `{ increment }` adds to the stored number. A column set to `undefined` stays as it is. */
export type Changes<Table extends TableName> = {
  readonly [Column in Exclude<keyof RowOf<Table>, "id">]?:
    | RowOf<Table>[Column]
    | (RowOf<Table>[Column] extends number ? { readonly increment: number } : never)
    | undefined;
};

/** A place in a list ordered by (`createdAt`, `id`). */
export interface Position {
  readonly createdAt: Date;
  readonly id: string;
}

export interface FindInput<Table extends TableName> {
  readonly table: Table;
  readonly where?: Where<Table> | undefined;
  /** By (`createdAt`, `id`); ids compare by code point. @defaultValue "ascending" */
  readonly order?: "ascending" | "descending" | undefined;
  /** Only rows behind this place, in the direction of `order`. */
  readonly after?: Position | undefined;
  /** At least 1, at most 1,000. */
  readonly limit: number;
}

/** A question about any table. */
export type AnyFindInput = { [Table in TableName]: FindInput<Table> }[TableName];

/** The rows that answer each question of a `read`. */
export type RowsOf<Questions extends readonly AnyFindInput[]> = {
  -readonly [Index in keyof Questions]: Questions[Index] extends FindInput<infer Table> ? RowOf<Table>[] : never;
};

/**
 * Small rows of any table. Rows handed in and out are copies: changing one changes nothing stored.
 *
 * Every column comes back equal: times to the millisecond, JSON (at most 1,000 levels deep) with `null` distinct from an
 * absent key and any key kept as data. -0 becomes 0, and the order of keys may change. Columns of whole numbers hold
 * -2,147,483,648 to 2,147,483,647.
 */
export interface RecordStore {
  /** The row, or `null` when absent. */
  get<Table extends TableName>(input: { readonly table: Table; readonly id: string }): Promise<RowOf<Table> | null>;

  /**
   * Matching rows in order; `[]` when none.
   *
   * @throws {MetricsmithError} STORAGE_INVALID when `limit` is out of bounds.
   */
  find<Table extends TableName>(input: FindInput<Table>): Promise<RowOf<Table>[]>;

  /**
   * Answers several questions, each as `find` does, in one round trip and as of one moment, which is `now` by the storage's
   * clock.
   *
   * @throws {MetricsmithError} STORAGE_INVALID for more than 20 questions, or when a `limit` is out of bounds.
   */
  read<const Questions extends readonly AnyFindInput[]>(
    questions: Questions,
  ): Promise<{ readonly now: Date; readonly rows: RowsOf<Questions> }>;

  /** How many rows match. */
  count<Table extends TableName>(input: {
    readonly table: Table;
    readonly where?: Where<Table> | undefined;
  }): Promise<number>;

  /**
   * Applies `set` to the first `limit` matching rows by (`createdAt`, `id`) and returns them as changed, in that order.
   * Concurrent claims never return the same row twice for one match: each row is matched and changed in one step.
   *
   * @throws {MetricsmithError} STORAGE_INVALID when `limit` is out of bounds, `set` names what is no column or the id, or holds
   * what not every storage keeps, or two rows would have one unique key; nothing is changed then.
   */
  claim<Table extends TableName>(input: {
    readonly table: Table;
    readonly where: Where<Table>;
    readonly set: Changes<Table>;
    /** At least 1, at most 1,000. */
    readonly limit: number;
  }): Promise<RowOf<Table>[]>;
}

/** The row `id` exists and matches `where`. */
export type Guard = {
  [Table in TableName]: { readonly table: Table; readonly id: string; readonly where: Where<Table> };
}[TableName];

export type Write = {
  [Table in TableName]:
    | { readonly operation: "insert"; readonly table: Table; readonly row: RowOf<Table> }
    | { readonly operation: "update"; readonly table: Table; readonly id: string; readonly set: Changes<Table> }
    | { readonly operation: "delete"; readonly table: Table; readonly id: string };
}[TableName];

/** The right to write for a run: its current attempt. */
export interface Fence {
  readonly runId: string;
  readonly attempt: number;
}

export interface CommitInput {
  readonly expect?: readonly Guard[] | undefined;
  readonly writes: readonly Write[];
  readonly fence?: Fence | undefined;
}

/**
 * Where everything is kept. All methods are safe to call concurrently and none nests in another, so that drivers over
 * HTTP and pools of one connection work too.
 */
export interface StorageAdapter {
  /** Rises when a method becomes required. */
  readonly specVersion: 1;
  /** Names the adapter in errors, such as "memory". */
  readonly adapterId: string;
  /** `one`: only the process that made it sees its data; `many`: processes share it. */
  readonly capabilities: { readonly processes: "one" | "many" };

  /** The storage's own clock, which leases compare. Never runs backwards within one storage object. */
  now(): Promise<Date>;

  readonly records: RecordStore;

  /**
   * Applies all writes in order, or none. Guards and fence look at what is stored before the first write. `false` when a
   * guard does not match, an insert meets an existing `id`, an insert or update meets an existing unique key, or an update
   * finds no row; nothing is changed then. Deleting an absent row is no obstacle. Deleting a row deletes its children
   * (`parents` of the tables, also theirs) and, with a metric, its points.
   *
   * Nobody inserts a row whose parent is absent, and what a storage does with one is undefined: without foreign keys it is kept.
   *
   * @throws {MetricsmithError} RUN_LEASE_LOST when the fence's run is absent, final or at another attempt, whatever the
   * guards say; nothing is changed then.
   * @throws {MetricsmithError} STORAGE_INVALID when an update names what is no column or the id, or a row holds what not every
   * storage keeps: NUL or half a surrogate pair in text or keys, numbers that are not finite, times outside the years 1 to 9999,
   * JSON deeper than 1,000 levels; nothing is changed then.
   */
  commit(input: CommitInput): Promise<boolean>;

  readonly points: PointStore;
  readonly payloads: PayloadStore;

  /** Releases what the adapter itself opened. May be called again; what other calls do afterwards is undefined. */
  close(): Promise<void>;
}
