import type { Where } from "../ports/storage.js";
import { type Run, unfinishedStatuses } from "../runs/run.js";
import type { RunnerServices } from "./runner-services.js";

/** Takes runs whose lease is over: each is this worker's from now on, as a new attempt. */
export async function claimRuns(
  services: Pick<RunnerServices, "storage" | "workerId" | "leaseMs">,
  where: Where<"runs">,
  limit: number,
): Promise<Run[]> {
  const { storage, workerId, leaseMs } = services;
  const now = await storage.now();
  return storage.records.claim({
    table: "runs",
    where: { ...where, status: { in: unfinishedStatuses }, leaseExpiresAt: { lte: now } },
    set: {
      status: "validating",
      attempt: { increment: 1 },
      leaseOwner: workerId,
      leaseExpiresAt: new Date(now.getTime() + leaseMs),
    },
    limit,
  });
}
