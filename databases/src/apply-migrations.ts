import { createHash, randomUUID } from "node:crypto";
import pg from "pg";
import { type DatabaseProvider, readMigrations } from "./published-prisma.js";

/** A connection on which migrations can run. */
export interface MigrationConnection {
  readonly provider: DatabaseProvider;
  /** Runs statements separated by semicolons. */
  readonly run: (script: string) => Promise<unknown>;
  readonly query: (statement: string) => Promise<readonly Record<string, unknown>[]>;
}

/** The key that Prisma's own migrate locks. */
const advisoryLock = 72_707_369;

/**
 * Applies the migrations of a folder that a PostgreSQL database does not have yet, each in a transaction, and returns their
 * names. Keeps `_prisma_migrations` as Prisma does, so that `prisma migrate deploy` agrees. Concurrent calls wait for each other.
 */
export async function applyMigrations(url: string, directory: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${advisoryLock})`);
    return await applyMigrationsOn(
      {
        provider: "postgresql",
        run: (script) => client.query(script),
        query: async (statement) => (await client.query<Record<string, unknown>>(statement)).rows,
      },
      directory,
    );
  } finally {
    await client.end();
  }
}

/** As `applyMigrations`, on an open connection, which must be closed when this fails: a transaction may be left open. */
export async function applyMigrationsOn(connection: MigrationConnection, directory: string): Promise<string[]> {
  await connection.run(historyTable[connection.provider]);
  const history = await connection.query(
    "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const checksums = new Map(history.map((row) => [row["migration_name"], row["checksum"]]));
  const applied: string[] = [];
  for (const { name, sql } of readMigrations(directory)) {
    const checksum = createHash("sha256").update(sql).digest("hex");
    const known = checksums.get(name);
    if (known === checksum) continue;
    if (known !== undefined) {
      throw new Error(`Migration ${name} was edited after it was applied. Restore it and add another one.`);
    }
    const record = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      VALUES ('${randomUUID()}', '${checksum}', '${name.replaceAll("'", "''")}', ${now[connection.provider]}, 1);`;
    await connection.run(`BEGIN;\n${sql}\n${record}\nCOMMIT;`);
    applied.push(name);
  }
  return applied;
}

const now = { postgresql: "now()", sqlite: "CAST(unixepoch('subsec') * 1000 AS INTEGER)" } as const;

/** @see https://github.com/prisma/prisma-engines/tree/main/schema-engine/connectors/sql-schema-connector: the same columns */
const historyTable = {
  postgresql: `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  );`,
  sqlite: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "checksum" TEXT NOT NULL,
    "finished_at" DATETIME,
    "migration_name" TEXT NOT NULL,
    "logs" TEXT,
    "rolled_back_at" DATETIME,
    "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
  );`,
} as const;
