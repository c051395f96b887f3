import { type Duplex, type Readable, pipeline } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { FetchFailure, errorCodeOf } from "./fetch-failure.js";

/** Sent as `accept-encoding`. `deflate` is read, but not asked for: servers disagree about what it means. */
export const ACCEPTED_ENCODINGS = "gzip, br";

/** Each decoder takes memory before the first byte arrives, and one header line could ask for thousands. */
const MAXIMUM_ENCODINGS = 3;

/**
 * Reads and decompresses a body. Bytes are counted as they leave the decompressor and reading ends at `maxBytes`, so
 * neither an endless body nor a small one that expands to gigabytes fills the memory.
 *
 * @throws {FetchFailure} FETCH_TOO_LARGE or FETCH_MALFORMED
 * @throws the stream's own error when the connection breaks
 */
export async function readBody(body: Readable, contentEncoding: string | undefined, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of decompress(body, contentEncoding) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) {
        throw new FetchFailure(`the response is larger than ${maxBytes} bytes; raise maxBytes, or ask for less`, {
          code: "FETCH_TOO_LARGE",
        });
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (!isCompressionError(error)) throw error;
    throw new FetchFailure("the compressed response is damaged", { code: "FETCH_MALFORMED", cause: error });
  } finally {
    discardBody(body);
  }
  return Buffer.concat(chunks, length);
}

/** Ends the transfer of a body that nobody wants to read (further). */
export function discardBody(body: Readable): void {
  body.on("error", () => {});
  body.destroy();
}

function decompress(body: Readable, contentEncoding: string | undefined): Readable {
  const names = (contentEncoding ?? "").split(",").map((name) => name.trim().toLowerCase());
  const applied = names.filter((name) => name !== "" && name !== "identity");
  if (applied.length > MAXIMUM_ENCODINGS) {
    throw new FetchFailure(`the response is compressed ${applied.length} times`, { code: "FETCH_MALFORMED" });
  }
  const decoders = applied.reverse().map(decoderOf);
  // Errors surface in the stream that is read.
  return decoders.reduce<Readable>((stream, decoder) => pipeline(stream, decoder, () => {}), body);
}

function decoderOf(name: string): Duplex {
  switch (name) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "br":
      return createBrotliDecompress();
    case "deflate":
      return createInflate();
    default:
      throw new FetchFailure("the response is compressed in a way that was not asked for", { code: "FETCH_MALFORMED" });
  }
}

function isCompressionError(error: unknown): boolean {
  return /^(Z_|ERR__ERROR_)/.test(errorCodeOf(error) ?? "");
}
