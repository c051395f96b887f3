import { formatPipelineAddress } from "../runs/pipeline-address.js";
import type { Run } from "../runs/run.js";
import { awaitRun, type RunResult } from "../running/watch-run.js";
import type { EngineCore } from "./engine-core.js";

/** A run that was started, or joined. */
export interface RunHandle {
  readonly id: string;
  /** `provider/domain/name` */
  readonly pipeline: string;
  readonly metricId: string | null;
  /** True when a run that had not started yet does this work too. */
  readonly joined: boolean;
  /** Resolves when the run is final, also when it failed, and in whichever process it ends. */
  result(): Promise<RunResult>;
}

/** Hands a stored run to this process, in the background or, with `wait`, until it is final. */
export async function dispatchRun(
  core: EngineCore,
  started: { run: Run; joined: boolean },
  wait: boolean,
): Promise<RunHandle> {
  const { run, joined } = started;
  const handle: RunHandle = {
    id: run.id,
    pipeline: formatPipelineAddress({ ...run, name: run.pipeline }),
    metricId: run.metricId,
    joined,
    result: () => awaitRun({ storage: core.options.storage, listen: core.listen }, run.id),
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
