import { type Stage, viewMetric } from "@metricsmith-examples/quickstart/stage";
import { amount } from "@metricsmith-examples/quickstart/words";
import { reportsOf, startWorker } from "./workers.js";

/** Both ask for the same refreshes at once. What they stored together is compared with what is there. */
export async function refreshFromTwoProcesses(
  stage: Stage,
  input: { readonly databaseUrl: string; readonly apiHost: string; readonly metricIds: readonly string[] },
): Promise<void> {
  const { terminal, claims } = stage;
  const before = await countPoints(stage, input.metricIds);
  const reports = (await Promise.all([0, 1].map(() => reportsOf(startWorker(input))))).flat();
  for (const { metricId, error } of reports)
    claims.check(`${metricId} is refreshed: ${error ?? "done"}`, error === null);

  const runs = new Map(reports.map(({ runId, inserted }) => [runId, inserted]));
  const inserted = [...runs.values()].reduce((sum, count) => sum + count, 0);
  const added = (await countPoints(stage, input.metricIds)) - before;
  claims.check(`the runs say that they inserted the ${added} points that are new, not ${inserted}`, inserted === added);
  const joined = reports.filter((report) => report.joined).length;
  terminal.line(
    `  ${amount(reports.length, "request")}, ${amount(runs.size, "run")} (${joined} joined one that waited), ${amount(added, "new point")}`,
  );
}

async function countPoints(stage: Stage, metricIds: readonly string[]): Promise<number> {
  let count = 0;
  for (const metricId of metricIds) count += (await viewMetric(stage, metricId)).points.length;
  return count;
}
