import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { StorageAdapter } from "@metricsmith/core/adapter";
import { lockDirectory } from "./directory-lock.js";
import { FileDatabase } from "./file-database.js";
import { filePayloadStore } from "./payload-store.js";
import { filePointStore } from "./point-store.js";
import { fileRecordStore } from "./record-store.js";
import { commitWrites } from "./transaction.js";
import { syncDirectory } from "./whole-file.js";

export interface FileStorageOptions {
  /** For tests. @defaultValue the system's clock */
  readonly clock?: { now(): Date } | undefined;
}

/**
 * A storage in a directory of plain files, which is made when absent. What a method has acknowledged survives a crash.
 * Rows and points are held in memory too, so they must fit.
 *
 * @throws {MetricsmithError} STORAGE_IN_USE when another process, or a storage that was not closed, has the directory.
 * @throws {MetricsmithError} STORAGE_FAILED when a file is damaged.
 */
export function fileStorage(directory: string, options: FileStorageOptions = {}): StorageAdapter {
  const folder = resolve(directory);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  syncDirectory(dirname(folder));
  const unlock = lockDirectory(folder);
  try {
    const database = new FileDatabase(folder, options.clock ?? { now: () => new Date() });
    return {
      specVersion: 1,
      adapterId: "file",
      capabilities: { processes: "one" },
      now: async () => new Date(database.now()),
      records: fileRecordStore(database),
      commit: async (input) => commitWrites(database, input),
      points: filePointStore(database),
      payloads: filePayloadStore(database, folder),
      async close() {
        database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
