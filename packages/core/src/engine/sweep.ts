import type { PayloadKey } from "../ports/payloads.js";
import { everyRow } from "../running/every-row.js";
import type { EngineCore } from "./engine-core.js";

/** Readers that started before a swap may still be reading the old generation. */
const generationGraceMs = 3_600_000;
/** A run may have put a body whose record is not committed yet. */
const payloadGraceMs = 3_600_000;
const pageSize = 500;

export interface Swept {
  /** Points of generations that went out of use at least an hour ago. */
  readonly points: number;
  /** Archived bodies that no payload record refers to. */
  readonly payloads: number;
}

/** Removes what nobody can reach any more. Safe to run at any time, by any number of processes. */
export async function sweep(core: EngineCore): Promise<Swept> {
  return { points: await sweepGenerations(core), payloads: await sweepPayloads(core) };
}

async function sweepGenerations(core: EngineCore): Promise<number> {
  const { storage, clock } = core.options;
  const before = new Date(clock.now().getTime() - generationGraceMs);
  const where = { liveSince: { lte: before } };
  let deleted = 0;
  for await (const metric of everyRow(storage.records, { table: "metrics", where })) {
    deleted += await storage.points.delete({ metricId: metric.id, below: metric.liveGeneration });
  }
  return deleted;
}

async function sweepPayloads(core: EngineCore): Promise<number> {
  const { payloads, storage } = core.options;
  const now = await storage.now();
  const putBefore = new Date(now.getTime() - payloadGraceMs);
  let deleted = 0;
  let after: PayloadKey | undefined;
  let organizationId: string | undefined;
  let referenced = new Set<string>();
  while (true) {
    const listed = await payloads.list({ putBefore, after, limit: pageSize });
    for (const body of listed) {
      if (body.organizationId !== organizationId) {
        organizationId = body.organizationId;
        referenced = await referencedBodies(core, organizationId);
      }
      if (referenced.has(body.sha256)) continue;
      if (await payloads.delete({ organizationId: body.organizationId, sha256: body.sha256, putBefore })) deleted++;
    }
    after = listed.at(-1);
    if (listed.length < pageSize) return deleted;
  }
}

async function referencedBodies(core: EngineCore, organizationId: string): Promise<Set<string>> {
  const referenced = new Set<string>();
  for await (const { pages } of everyRow(core.options.storage.records, {
    table: "payloads",
    where: { organizationId },
  })) {
    for (const { sha256 } of pages) referenced.add(sha256);
  }
  return referenced;
}
