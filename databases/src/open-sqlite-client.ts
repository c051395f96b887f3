import path from "node:path";
import { pathToFileURL } from "node:url";
import { createClient } from "@libsql/client";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaClient } from "../generated/sqlite/client.js";
import { applyMigrationsOn } from "./apply-migrations.js";
import { migrationsDirectory } from "./published-prisma.js";

export type SqliteClient = PrismaClient;

/** How long a statement waits for the lock of another connection. Waiting blocks the whole process. */
const lockTimeoutMs = 5_000;

export interface OpenSqliteClientOptions {
  /** Folder of the migrations to apply. @defaultValue the published ones */
  readonly migrations?: string | undefined;
}

/**
 * A Prisma client on a SQLite file, which is made with the migrations where absent; end it with `$disconnect()`.
 * The file is in WAL mode: readers and the writer do not wait for each other, and a commit is one append.
 */
export async function openSqliteClient(
  file: string,
  { migrations = migrationsDirectory("sqlite") }: OpenSqliteClientOptions = {},
): Promise<SqliteClient> {
  const url = pathToFileURL(path.resolve(file)).href;
  const connection = createClient({ url });
  try {
    await connection.execute(`PRAGMA busy_timeout = ${lockTimeoutMs}`);
    await connection.execute("PRAGMA journal_mode = WAL");
    await applyMigrationsOn(
      {
        provider: "sqlite",
        run: (script) => connection.executeMultiple(script),
        query: async (statement) => (await connection.execute(statement)).rows,
      },
      migrations,
    );
  } finally {
    connection.close();
  }
  return new PrismaClient({ adapter: new PrismaLibSql({ url, timeout: lockTimeoutMs }) });
}
