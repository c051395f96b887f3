import type { Payload } from "../metrics/payload.js";
import { everyRow } from "../running/every-row.js";
import type { EngineCore } from "./engine-core.js";
import { changeRows, deletionFrom } from "./sweep-rows.js";

/** A run that has done this step goes on to save points of its responses. */
const lastStepBeforeSaving = "executing-ingestion-transformer";
const runsPerQuestion = 100;

/**
 * Deletes records of responses whose run failed before it had points to save, but for the newest `keep` of each metric, and returns how
 * many.
 */
export async function sweepFailedPayloads(core: EngineCore, keep: number): Promise<number> {
  const { storage } = core.options;
  let deleted = 0;
  for (const [metricId, runIds] of await failedRuns(core)) {
    const failed = await failedPayloads(core, metricId, runIds);
    deleted += await changeRows(storage, {
      rows: failed.slice(0, Math.max(0, failed.length - keep)),
      change: deletionFrom("payloads"),
      guard: { table: "metrics", id: metricId, where: { activeRunId: null } },
    });
  }
  return deleted;
}

/** Ids of failed runs by metric, oldest first. */
async function failedRuns(core: EngineCore): Promise<Map<string, string[]>> {
  const runs = new Map<string, string[]>();
  const where = { provider: "metricsmith", domain: "metric", status: "failed" } as const;
  for await (const { id, metricId } of everyRow(core.options.storage.records, { table: "runs", where })) {
    if (metricId === null) continue;
    const known = runs.get(metricId);
    if (known === undefined) runs.set(metricId, [id]);
    else known.push(id);
  }
  return runs;
}

/** Responses of these runs that no point can be made of, oldest first. */
async function failedPayloads(core: EngineCore, metricId: string, runIds: readonly string[]): Promise<Payload[]> {
  const { records } = core.options.storage;
  const failed: Payload[] = [];
  for (let start = 0; start < runIds.length; start += runsPerQuestion) {
    const runId = { in: runIds.slice(start, start + runsPerQuestion) };
    const payloads: Payload[] = [];
    for await (const row of everyRow(records, { table: "payloads", where: { metricId, runId } })) payloads.push(row);
    if (payloads.length === 0) continue;
    const used = new Set<string>();
    const where = { runId, step: lastStepBeforeSaving, status: "completed" } as const;
    for await (const log of everyRow(records, { table: "stepLogs", where })) used.add(log.runId);
    failed.push(...payloads.filter((payload) => payload.runId !== null && !used.has(payload.runId)));
  }
  return failed.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}
