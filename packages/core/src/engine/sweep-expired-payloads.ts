import type { Metric } from "../metrics/metric.js";
import type { Payload } from "../metrics/payload.js";
import { everyRow } from "../running/every-row.js";
import type { EngineCore } from "./engine-core.js";
import { changeRows, type RowChange } from "./sweep-rows.js";

/**
 * Takes their bodies from a metric's responses that were fetched before `before` and before the last success, and returns from how many.
 *
 * Always the oldest ones: a hard refresh that made an older response anew, but had lost a newer one, would prefer the older values. The
 * records stay: by them a hard refresh tells points of other parameters from those it has to carry over.
 */
export async function sweepExpiredPayloads(core: EngineCore, metric: Metric, before: Date): Promise<number> {
  const { id, lastFetchedAt } = metric;
  if (lastFetchedAt === null) return 0;
  const { storage, clock } = core.options;
  const now = clock.now();
  const limit = lastFetchedAt < before ? lastFetchedAt : before;
  return changeRows(storage, {
    rows: payloadsWithBodies(core, metric, limit),
    change: (payload) => removalOfBodies(payload, now),
    guard: { table: "metrics", id, where: { activeRunId: null } },
  });
}

/** Oldest first. */
async function* payloadsWithBodies(core: EngineCore, metric: Metric, limit: Date): AsyncGenerator<Payload, void, void> {
  const where = { metricId: metric.id, fetchedAt: { lt: limit } };
  for await (const payload of everyRow(core.options.storage.records, { table: "payloads", where })) {
    if (payload.pages.length > 0) yield payload;
  }
}

function removalOfBodies({ id, updatedAt }: Payload, now: Date): RowChange {
  return {
    expect: { table: "payloads", id, where: { updatedAt } },
    write: { operation: "update", table: "payloads", id, set: { pages: [], updatedAt: now } },
  };
}
