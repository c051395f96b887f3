import type { StepLog } from "../runs/step-log.js";
import type { RunnerServices } from "./runner-services.js";

/** All step log rows of a run, by sequence. */
export async function listStepLogs(
  services: Pick<RunnerServices, "storage">,
  runId: string,
  behind = 0,
): Promise<StepLog[]> {
  const logs: StepLog[] = [];
  for (let last = behind; ;) {
    const page = await services.storage.records.find({
      table: "stepLogs",
      where: { runId, sequence: { gt: last } },
      limit: 1_000,
    });
    logs.push(...page);
    if (page.length < 1_000) break;
    last = Math.max(...page.map((log) => log.sequence));
  }
  return logs.sort((a, b) => a.sequence - b.sequence);
}
