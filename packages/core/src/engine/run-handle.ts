import { formatPipelineAddress } from "../runs/pipeline-address.js";
import type { StartedRun } from "../running/start-run.js";
import { isStorageFailure } from "../running/storage-failure.js";
import { awaitRun, type RunResult, runResult } from "../running/watch-run.js";
import type { EngineCore } from "./engine-core.js";

/** A run that was started, or joined. */
export interface RunHandle<Result = unknown> {
  readonly id: string;
  /** `provider/domain/name` */
  readonly pipeline: string;
  readonly metricId: string | null;
  /** True when a run that had not started yet does this work too. */
  readonly joined: boolean;
  /** Resolves when the run is final, also when it failed, and in whichever process it ends. */
  result(): Promise<RunResult<Result>>;
}

/**
 * Stores a run and hands it to this process, in the background or, with `wait`, until it is final. `store` is told whether there is room
 * for it here, so that it may store it as this worker's own.
 */
export async function startHere<Result>(
  core: EngineCore,
  { runId, wait }: { readonly runId: string; readonly wait: boolean },
  store: (mayTake: boolean) => Promise<StartedRun>,
): Promise<RunHandle<Result>> {
  const { dispatcher } = core;
  const reservation = dispatcher.reserve({ atOnce: wait });
  let started: StartedRun;
  try {
    started = await store(reservation !== null);
  } catch (error) {
    reservation?.release();
    // It may be stored all the same, and then it is nobody else's to look for.
    if (isStorageFailure(error)) dispatcher.tryLater(runId, error);
    throw error;
  }
  const { run, metric, joined, isTaken } = started;
  let working: ReturnType<typeof dispatcher.execute> | undefined;
  if (isTaken) working = reservation?.work(run, metric);
  else {
    reservation?.release();
    if (wait) working = dispatcher.execute(run.id);
    else dispatcher.dispatch(run.id);
  }
  // A final run never changes.
  let result: RunResult<Result> | undefined;
  const handle: RunHandle<Result> = {
    id: run.id,
    pipeline: formatPipelineAddress({ ...run, name: run.pipeline }),
    metricId: run.metricId,
    joined,
    result: async () => {
      if (result !== undefined) return result;
      // It may wait behind another run, or be at work in another process.
      const ended = (await (working ?? dispatcher.atWork(run.id))) ?? null;
      const known =
        ended === null
          ? await awaitRun({ storage: core.options.storage, listen: core.listen }, run.id)
          : runResult(ended);
      // What a pipeline gives is fixed by its definition, not by its row.
      return (result = known as RunResult<Result>);
    },
  };
  if (wait) await handle.result();
  return handle;
}
