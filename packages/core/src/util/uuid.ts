import { hash, randomFillSync } from "node:crypto";

/** Makes record ids. */
export type IdFactory = () => string;

/** UUIDv7 texts: sortable by creation millisecond. @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7 */
export function createIdFactory(options: {
  now: () => Date;
  randomBytes?: ((bytes: Uint8Array) => void) | undefined;
}): IdFactory {
  const fill = options.randomBytes ?? pooledRandomBytes();
  return () => {
    const bytes = new Uint8Array(16);
    fill(bytes);
    return formatUuidV7(bytes, options.now().getTime());
  };
}

/** The machine's cryptographic source, asked for many ids at a time: one call costs more than an id. */
function pooledRandomBytes(): (bytes: Uint8Array) => void {
  const pool = new Uint8Array(4_096);
  let used = pool.length;
  return (bytes) => {
    if (used + bytes.length > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    bytes.set(pool.subarray(used, used + bytes.length));
    used += bytes.length;
  };
}

/**
 * The same id for the same parent and label, so that a repeated step writes the same row again instead of a second one.
 * Keeps the parent's millisecond, so ids stay sortable by time.
 */
export function deriveId(parentId: string, label: string): string {
  const bytes = Uint8Array.from(Buffer.from(hash("sha256", `${parentId}:${label}`, "hex").slice(0, 32), "hex"));
  const milliseconds = Number.parseInt(parentId.replaceAll("-", "").slice(0, 12), 16);
  return formatUuidV7(bytes, Number.isFinite(milliseconds) ? milliseconds : 0);
}

function formatUuidV7(bytes: Uint8Array, milliseconds: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  view.setUint16(0, Math.floor(milliseconds / 2 ** 32));
  view.setUint32(2, milliseconds % 2 ** 32);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
