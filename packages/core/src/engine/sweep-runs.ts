import { everyRow } from "../running/every-row.js";
import { finalStatuses } from "../runs/run.js";
import type { EngineCore } from "./engine-core.js";
import { changeRows, deletionFrom } from "./sweep-rows.js";

/** Deletes runs that ended before `before`, with their step logs, and returns how many runs. */
export async function sweepRuns(core: EngineCore, before: Date): Promise<number> {
  const { storage } = core.options;
  const where = { status: { in: finalStatuses }, completedAt: { lt: before } };
  const rows = everyRow(storage.records, { table: "runs", where });
  return changeRows(storage, { rows, change: deletionFrom("runs") });
}
