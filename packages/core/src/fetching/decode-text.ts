import { isUtf8 } from "node:buffer";

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The text of a body as UTF-8 bytes without a byte order mark. A byte order mark decides the charset, else the one that
 * the content type names, else UTF-8. Bytes that mean nothing in that charset become U+FFFD; an unknown charset is read
 * as UTF-8.
 */
export function decodeToUtf8(bytes: Buffer, contentType: string | undefined): Buffer {
  const charset = charsetOfMark(bytes) ?? charsetOfType(contentType) ?? "utf-8";
  if (charset !== "utf-8") return Buffer.from(new TextDecoder(charset).decode(bytes), "utf8");
  const unmarked = bytes.subarray(0, 3).equals(UTF8_MARK) ? bytes.subarray(3) : bytes;
  return isUtf8(unmarked) ? unmarked : Buffer.from(unmarked.toString("utf8"), "utf8");
}

function charsetOfMark(bytes: Buffer): string | null {
  if (bytes.subarray(0, 3).equals(UTF8_MARK)) return "utf-8";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : null;
}

function charsetOfType(contentType: string | undefined): string | null {
  const label = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? "")?.[1];
  if (label === undefined) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}
