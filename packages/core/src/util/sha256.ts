import { hash } from "node:crypto";

/** Lower-case hexadecimal SHA-256 of bytes, or of the UTF-8 bytes of a text. */
export function sha256(content: Uint8Array | string): string {
  return hash("sha256", content, "hex");
}
