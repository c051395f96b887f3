import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Names of directories that do not exist yet, inside one that is deleted after the tests of this file. */
export function temporaryDirectories(): () => string {
  const parent = mkdtempSync(join(tmpdir(), "file-storage-"));
  let count = 0;
  afterAll(() => rmSync(parent, { recursive: true }));
  return () => join(parent, String(count++));
}
