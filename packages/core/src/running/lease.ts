import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Run } from "../runs/run.js";
import type { RunnerServices } from "./runner-services.js";

const heartbeatsPerLease = 3;

/** A lease that is being kept alive. */
export interface Lease {
  stop(): void;
}

/**
 * Extends a run's lease a third of a lease apart until stopped. Calls `onLost` when another worker has the run, or when the storage
 * could not be reached for a whole lease; `onCancel` when someone asked to cancel.
 */
export function keepLease(input: {
  readonly services: RunnerServices;
  readonly run: Run;
  readonly onLost: (reason: MetricsmithError) => void;
  readonly onCancel: () => void;
}): Lease {
  const { services, run } = input;
  const intervalMs = Math.max(10, Math.floor(services.leaseMs / heartbeatsPerLease));
  let missed = 0;
  let stopped = false;

  const beat = async () => {
    try {
      const now = await services.storage.now();
      const [extended] = await services.storage.records.claim({
        table: "runs",
        where: { id: run.id, attempt: run.attempt, leaseOwner: services.workerId },
        set: { leaseExpiresAt: new Date(now.getTime() + services.leaseMs) },
        limit: 1,
      });
      missed = 0;
      if (stopped) return;
      if (extended === undefined) input.onLost(leaseLost(run));
      else if (extended.cancelRequestedAt !== null) input.onCancel();
    } catch (error) {
      missed++;
      services.logger.warn("A heartbeat failed.", { runId: run.id, missed });
      if (!stopped && missed >= heartbeatsPerLease) input.onLost(leaseLost(run, error));
    }
  };

  let timer = setTimeout(tick, intervalMs);
  timer.unref();

  function tick() {
    void beat().finally(() => {
      if (stopped) return;
      timer = setTimeout(tick, intervalMs);
      timer.unref();
    });
  }

  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function leaseLost(run: Run, cause?: unknown): MetricsmithError {
  return new MetricsmithError(
    `Run ${run.id}: attempt ${run.attempt} lost its lease, so another worker finishes the run.`,
    { code: "RUN_LEASE_LOST", details: { runId: run.id, attempt: run.attempt }, cause },
  );
}
