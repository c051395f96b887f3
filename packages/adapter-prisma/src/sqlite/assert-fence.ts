import { type Fence, fenceLost, isFinal, type Run } from "@metricsmith/core/adapter";
import type { Statements } from "../database.js";
import type { TableNames } from "../table-names.js";

/**
 * The receipts of the fence's run, as JSON text; `"{}"` without a fence.
 *
 * @throws {MetricsmithError} RUN_LEASE_LOST when the fence no longer holds.
 */
export async function assertFence(
  statements: Statements,
  tables: TableNames,
  fence: Fence | undefined,
): Promise<string> {
  if (fence === undefined) return "{}";
  const [run] = await statements.query<{ attempt: number | bigint; status: Run["status"]; receipts: string }>(
    `SELECT "attempt", "status", CAST("receipts" AS TEXT) AS "receipts" FROM ${tables.runs} WHERE "id" = ?`,
    [fence.runId],
  );
  if (run === undefined || Number(run.attempt) !== fence.attempt || isFinal(run.status)) throw fenceLost(fence);
  return run.receipts;
}
