import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteClient } from "@metricsmith-internal/databases";
import type { CrashTarget } from "./crash-target.js";

/** SQLite files in a folder of their own. */
export async function startSqliteTarget(): Promise<CrashTarget> {
  const directory = await mkdtemp(join(tmpdir(), "metricsmith-crash-"));
  return {
    name: "SQLite",
    async createDatabase(copyOf) {
      const file = join(directory, `${randomUUID()}.db`);
      if (copyOf === undefined) return file;
      // Not the file itself: part of it may still be in its log, for as long as a connection is not collected.
      const client = await openSqliteClient(copyOf);
      await client.$executeRawUnsafe("VACUUM INTO ?1", file);
      await client.$disconnect();
      return file;
    },
    // The system closes the file with the process.
    untilDeadAreGone: async () => undefined,
    async dropDatabase(location) {
      for (const suffix of ["", "-wal", "-shm"]) await rm(`${location}${suffix}`, { force: true });
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
}
