import { everyRow } from "../running/every-row.js";
import type { EngineCore } from "./engine-core.js";
import { changeRows } from "./sweep-rows.js";

/** Processes whose clock is behind may still be counting in a window that is over. */
const counterGraceMs = 3_600_000;

/** Deletes counters whose window was over at least an hour ago, and returns how many. Those of all time stay. */
export async function sweepCounters(core: EngineCore, now: Date): Promise<number> {
  const { storage } = core.options;
  const where = { expiresAt: { lt: new Date(now.getTime() - counterGraceMs) } };
  return changeRows(storage, {
    rows: everyRow(storage.records, { table: "counters", where }),
    change: ({ id }) => ({
      expect: { table: "counters", id, where },
      write: { operation: "delete", table: "counters", id },
    }),
  });
}
