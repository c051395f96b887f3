import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import {
  assertLimit,
  compareCodePoints,
  type PayloadKey,
  type PayloadStore,
  storageLimits,
} from "@metricsmith/core/adapter";

/** Smaller bodies are not worth the time. */
const minimumBytesToCompress = 1_024;

interface StoredBody extends PayloadKey {
  readonly bytes: Uint8Array;
  readonly isCompressed: boolean;
  putAt: Date;
}

/** Payload bodies, compressed where that saves memory. */
export function memoryPayloadStore(now: () => Date): PayloadStore {
  const bodies = new Map<string, StoredBody>();

  return {
    async put({ organizationId, sha256, body }) {
      const key = keyOf({ organizationId, sha256 });
      if (renew(key)) return;
      const packed = await pack(body.slice());
      if (!renew(key)) bodies.set(key, { organizationId, sha256, ...packed, putAt: now() });
    },

    async get(key) {
      const stored = bodies.get(keyOf(key));
      if (stored === undefined) return null;
      return stored.isCompressed ? toBytes(await promisify(gunzip)(stored.bytes)) : stored.bytes.slice();
    },

    async list({ putBefore, after, limit }) {
      assertLimit(limit, storageLimits.rows);
      return [...bodies.values()]
        .filter(({ putAt }) => putAt.getTime() < putBefore.getTime())
        .filter((stored) => after === undefined || compareKeys(stored, after) > 0)
        .sort(compareKeys)
        .slice(0, limit)
        .map(({ organizationId, sha256, putAt }) => ({ organizationId, sha256, putAt: new Date(putAt) }));
    },

    async delete({ organizationId, sha256, putBefore }) {
      const key = keyOf({ organizationId, sha256 });
      const stored = bodies.get(key);
      return stored !== undefined && stored.putAt.getTime() < putBefore.getTime() && bodies.delete(key);
    },
  };

  function renew(key: string): boolean {
    const stored = bodies.get(key);
    if (stored === undefined) return false;
    stored.putAt = now();
    return true;
  }
}

async function pack(body: Uint8Array): Promise<Pick<StoredBody, "bytes" | "isCompressed">> {
  if (body.length <= minimumBytesToCompress) return { bytes: body, isCompressed: false };
  const compressed = await promisify(gzip)(body, { level: 1 });
  // Copied, because the compressed bytes lie in a larger buffer that would be kept with them.
  if (compressed.length < body.length) return { bytes: Uint8Array.from(compressed), isCompressed: true };
  return { bytes: body, isCompressed: false };
}

/** The hash has one length, so the two cannot run into each other. */
function keyOf({ organizationId, sha256 }: PayloadKey): string {
  return `${sha256} ${organizationId}`;
}

function compareKeys(a: PayloadKey, b: PayloadKey): number {
  return compareCodePoints(a.organizationId, b.organizationId) || compareCodePoints(a.sha256, b.sha256);
}

function toBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
