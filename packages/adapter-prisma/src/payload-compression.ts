import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

/** Smaller bodies are not worth the time. */
const minimumBytesToCompress = 1_024;

/** A payload body as its table keeps it. */
export interface PackedBody {
  readonly body: Uint8Array;
  readonly encoding: "identity" | "gzip";
}

/** The body, compressed where that makes it smaller. */
export async function packBody(body: Uint8Array): Promise<PackedBody> {
  if (body.length < minimumBytesToCompress) return { body, encoding: "identity" };
  const compressed = await promisify(gzip)(body, { level: 1 });
  return compressed.length < body.length ? { body: compressed, encoding: "gzip" } : { body, encoding: "identity" };
}

/** The body as it was before it was packed, in memory of its own. */
export async function unpackBody({ body, encoding }: PackedBody): Promise<Uint8Array> {
  return new Uint8Array(encoding === "gzip" ? await promisify(gunzip)(body) : body);
}
