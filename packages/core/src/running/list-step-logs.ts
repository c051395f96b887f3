import type { StepLog } from "../runs/step-log.js";
import { everyRow } from "./every-row.js";
import type { RunnerServices } from "./runner-services.js";

/** All step log rows of a run behind a sequence, by sequence. */
export async function listStepLogs(
  services: Pick<RunnerServices, "storage">,
  runId: string,
  behind = 0,
): Promise<StepLog[]> {
  const logs: StepLog[] = [];
  const where = { runId, sequence: { gt: behind } };
  for await (const log of everyRow(services.storage.records, { table: "stepLogs", where })) logs.push(log);
  return logs.sort((a, b) => a.sequence - b.sequence);
}
