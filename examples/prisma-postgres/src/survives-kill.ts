import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type Stage, viewMetric } from "@metricsmith-examples/quickstart/stage";
import { amount } from "@metricsmith-examples/quickstart/words";
import type { Engine } from "./engine.js";
import { startWorker } from "./workers.js";

/** Kills a process while its refresh is at work, and lets this one find and finish the run. */
export async function survivesKill(
  stage: Stage,
  engine: Engine,
  input: { readonly databaseUrl: string; readonly apiHost: string; readonly metricId: string },
): Promise<void> {
  const { smith, terminal, claims } = stage;
  const before = await viewMetric(stage, input.metricId);
  const worker = startWorker({ ...input, metricIds: [input.metricId] });
  const runId = await runAtWork(stage, input.metricId);
  worker.kill("SIGKILL");
  await once(worker, "exit");

  const killed = await smith.runs.get(runId);
  const isUnfinished = killed !== null && killed.completedAt === null;
  terminal.line(`  Killed at ${killed?.completedSteps ?? 0} of ${killed?.totalSteps ?? 0} steps.`);
  await engine.start();
  for await (const _event of smith.watch(runId)) continue;
  const finished = await smith.runs.get(runId);
  const after = await viewMetric(stage, input.metricId);
  const added = after.points.length - before.points.length;
  claims.check("the run that was killed is completed", finished?.status === "completed");
  claims.check("another attempt finished what was left", !isUnfinished || (finished?.attempt ?? 0) > 1);
  claims.check("the refresh added points", added > 0);
  terminal.line(`  Finished by attempt ${finished?.attempt ?? 0}: ${amount(added, "new point")}.`);
}

/** The metric's run, as soon as another process has done its first step. */
async function runAtWork({ smith }: Stage, metricId: string): Promise<string> {
  for (let look = 0; look < 10_000; look++) {
    const [run] = await smith.runs.list({ metricId, limit: 1 });
    if (run?.completedAt === null && run.completedSteps > 0) return run.id;
    await sleep(1);
  }
  throw new Error("The other process did not begin a refresh.");
}
