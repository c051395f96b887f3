import { appendFileSync, closeSync, fsyncSync, openSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes a file so that after a crash there is the old one, the new one or none, but never half of one. */
export function writeWhole(path: string, pieces: Iterable<string | Uint8Array>): void {
  const unfinished = join(dirname(path), "unfinished");
  const file = openSync(unfinished, "w", 0o600);
  try {
    for (const piece of pieces) appendFileSync(file, piece);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  syncDirectory(dirname(path));
}

/** Makes names that were added to a directory, or taken away, survive a power failure. */
export function syncDirectory(path: string): void {
  if (process.platform === "win32") return; // Directories cannot be opened there.
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
