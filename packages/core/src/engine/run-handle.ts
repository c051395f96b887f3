import { formatPipelineAddress } from "../runs/pipeline-address.js";
import type { Run } from "../runs/run.js";
import { awaitRun, type RunResult } from "../running/watch-run.js";
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

/** Hands a stored run to this process, in the background or, with `wait`, until it is final. */
export async function dispatchRun<Result>(
  core: EngineCore,
  started: { run: Run; joined: boolean },
  wait: boolean,
): Promise<RunHandle<Result>> {
  const { run, joined } = started;
  // A final run never changes.
  let ended: RunResult<Result> | undefined;
  const handle: RunHandle<Result> = {
    id: run.id,
    pipeline: formatPipelineAddress({ ...run, name: run.pipeline }),
    metricId: run.metricId,
    joined,
    result: async () => {
      // What a pipeline gives is fixed by its definition, not by its row.
      ended ??= (await awaitRun({ storage: core.options.storage, listen: core.listen }, run.id)) as RunResult<Result>;
      return ended;
    },
  };
  if (!wait) {
    core.dispatcher.dispatch(run.id);
    return handle;
  }
  await core.dispatcher.execute(run.id);
  // It may wait behind another run, or be at work in another process.
  await handle.result();
  return handle;
}
