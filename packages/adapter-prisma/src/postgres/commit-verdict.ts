import { type Fence, finalStatuses, type Guard, type TableName } from "@metricsmith/core/adapter";
import { matchesSql } from "../conditions.js";
import type { TableNames } from "../table-names.js";
import type { PostgresParameters } from "./postgres-parameters.js";

/** Every commit locks rows in this order, runs first, so that commits wait for each other instead of for a deadlock. */
const lockOrder = Object.keys({
  runs: true,
  metrics: true,
  payloads: true,
  transformers: true,
  slots: true,
  charts: true,
  stepLogs: true,
  counters: true,
  usageEntries: true,
} satisfies Record<TableName, true>) as readonly TableName[];

export interface RowKey {
  readonly table: TableName;
  readonly id: string;
}

export interface VerdictInput {
  readonly fence: Fence | undefined;
  readonly guards: readonly Guard[];
  /** Rows that must exist. */
  readonly required: readonly RowKey[];
  /** Further rows to lock where they exist. */
  readonly locked: readonly RowKey[];
  /** Metrics whose runs are locked too. */
  readonly metricIds: readonly string[];
}

/** What the database thinks of a commit before its first write. */
export interface Verdict {
  /** Whether the fence's run takes writes; true without a fence. */
  readonly fence: boolean;
  /** Whether everything is as expected, the fence included. */
  readonly holds: boolean;
}

/**
 * Parts of a WITH clause that lock the rows a commit relies on, as they are now and until it ends, and then judge them:
 * "verdict" is one row of `Verdict`.
 */
export function verdictSql(tables: TableNames, input: VerdictInput, parameters: PostgresParameters): string[] {
  const { fence, guards, required, locked, metricIds } = input;
  const runs = fence === undefined ? [] : [{ table: "runs", id: fence.runId } as const];
  const keys = [...runs, ...guards, ...required, ...locked];
  const locks = lockOrder.flatMap((table) => {
    const ids = new Set(keys.filter((key) => key.table === table).map(({ id }) => id));
    const conditions = [
      ...anySql("id", [...ids], parameters),
      ...(table === "runs" ? anySql("metricId", metricIds, parameters) : []),
    ];
    return conditions.length === 0 ? [] : [{ table, condition: conditions.join(" OR ") }];
  });
  const exists = ({ table, id }: RowKey, condition: string): string =>
    `EXISTS (SELECT 1 FROM ${lockedName(table)} WHERE "id" = ${parameters.text(id)} AND ${condition})`;

  const mayWrite =
    fence === undefined ? "TRUE" : exists({ table: "runs", id: fence.runId }, fenceSql(fence, parameters));
  const expectations = [
    // Counting evaluates each lock, in order.
    ...locks.map(({ table }) => `(SELECT count(*) FROM ${lockedName(table)}) >= 0`),
    ...guards.map((guard) => exists(guard, matchesSql(guard.table, guard.where, parameters))),
    ...required.map((key) => exists(key, "TRUE")),
  ];
  return [
    ...locks.map(
      ({ table, condition }) => `${lockedName(table)} AS MATERIALIZED (
        SELECT * FROM ${tables[table]} WHERE ${condition} ORDER BY "id" COLLATE "C" FOR UPDATE
      )`,
    ),
    `"right" AS MATERIALIZED (SELECT ${mayWrite} AS "fence")`,
    `"verdict" AS MATERIALIZED (SELECT "fence", ${['"fence"', ...expectations].join(" AND ")} AS "holds" FROM "right")`,
  ];
}

/** SQL that is true for the fence's run while it takes writes. */
export function fenceSql({ attempt }: Fence, parameters: PostgresParameters): string {
  return `"attempt" = ${parameters.number(attempt)} AND NOT "status" ${parameters.among(finalStatuses)}`;
}

function anySql(column: string, values: readonly string[], parameters: PostgresParameters): string[] {
  return values.length === 0 ? [] : [`"${column}" ${parameters.among(values)}`];
}

function lockedName(table: TableName): string {
  return `"locked_${table}"`;
}
