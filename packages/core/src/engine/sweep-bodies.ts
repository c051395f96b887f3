import type { PayloadKey } from "../ports/payloads.js";
import { everyRow } from "../running/every-row.js";
import type { EngineCore } from "./engine-core.js";

/** A run may have put a body whose record is not committed yet. */
const bodyGraceMs = 3_600_000;
const pageSize = 500;

/** Deletes archived bodies that no payload record refers to, and returns how many. */
export async function sweepBodies(core: EngineCore): Promise<number> {
  const { payloads, storage } = core.options;
  const now = await storage.now();
  const putBefore = new Date(now.getTime() - bodyGraceMs);
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
