import { assertFence, type Fence, type Run } from "@metricsmith/core/adapter";
import type { Statements } from "../database.js";
import type { TableNames } from "../table-names.js";

/**
 * The receipts that the fence's run keeps, as JSON text; `"{}"` without a fence.
 *
 * @throws {MetricsmithError} RUN_LEASE_LOST when the fence no longer holds.
 */
export async function checkFence(
  statements: Statements,
  tables: TableNames,
  fence: Fence | undefined,
): Promise<string> {
  if (fence === undefined) return "{}";
  const [run] = await statements.query<{ attempt: number | bigint; status: Run["status"]; receipts: string }>(
    `SELECT "attempt", "status", CAST("receipts" AS TEXT) AS "receipts" FROM ${tables.runs} WHERE "id" = ?`,
    [fence.runId],
  );
  assertFence(run === undefined ? null : { attempt: Number(run.attempt), status: run.status }, fence);
  return run?.receipts ?? "{}";
}
