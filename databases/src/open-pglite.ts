import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { PrismaClient } from "../generated/postgresql/client.js";
import { applyMigrationsOn } from "./apply-migrations.js";
import { lockDirectory } from "./lock-directory.js";
import type { PostgresClient } from "./open-postgres-client.js";
import { migrationsDirectory } from "./published-prisma.js";

export interface PgliteDatabase {
  readonly client: PostgresClient;
  /** Ends the client, writes what is left to the directory and gives it back. */
  close(): Promise<void>;
}

/**
 * PostgreSQL inside this process, in a directory or, without one, in memory; made with the published migrations where absent.
 * It has one connection. A directory is locked: PGlite itself would open it twice and damage it.
 *
 * @throws {Error} that says what to do, when another process has the directory open.
 */
export async function openPglite(directory?: string): Promise<PgliteDatabase> {
  const unlock = directory === undefined ? () => {} : lockDirectory(directory);
  let database: PGlite | undefined;
  const closeDatabase = async () => {
    if (database?.closed === false) await database.close();
    unlock();
  };
  try {
    database = await (directory === undefined ? PGlite.create() : PGlite.create(directory));
    await migrate(database);
  } catch (error) {
    await closeDatabase();
    throw error;
  }
  const client = new PrismaClient({ adapter: new PrismaPGlite(database) });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await client.$disconnect();
    await closeDatabase();
  };
  return { client, close: () => (closing ??= close()) };
}

function migrate(database: PGlite): Promise<string[]> {
  return applyMigrationsOn(
    {
      provider: "postgresql",
      run: (script) => database.exec(script),
      query: async (statement) => (await database.query<Record<string, unknown>>(statement)).rows,
    },
    migrationsDirectory("postgresql"),
  );
}
