import { randomUUID } from "node:crypto";
import { readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MetricsmithError } from "@metricsmith/core/adapter";

/** Locks of this process. A file with its number that is not among them is left from an earlier process. */
const held = new Set<string>();

/**
 * Keeps other processes, and other storages of this one, out of a directory until the returned function is called.
 * Of two that come at the same time at most one gets in: each writes its file first and looks for others afterwards.
 *
 * @throws {MetricsmithError} STORAGE_IN_USE
 */
export function lockDirectory(directory: string): () => void {
  const folder = realpathSync(directory);
  const own = join(folder, `lock-${process.pid}-${randomUUID()}`);
  const release = (): void => {
    held.delete(own);
    rmSync(own, { force: true });
  };
  writeFileSync(own, "");
  held.add(own);
  for (const name of readdirSync(folder)) {
    const other = join(folder, name);
    if (!name.startsWith("lock-") || other === own) continue;
    const pid = Number(name.split("-")[1]);
    if (isHeld(other, pid)) {
      release();
      const message = `Process ${pid} has the storage in ${folder}. Stop it, or use another directory.`;
      throw new MetricsmithError(message, { code: "STORAGE_IN_USE", details: { pid } });
    }
    rmSync(other, { force: true });
  }
  return release;
}

function isHeld(lock: string, pid: number): boolean {
  if (pid === process.pid) return held.has(lock);
  try {
    return process.kill(pid, 0); // Asks whether the process is there.
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // It is there, and somebody else's.
  }
}
