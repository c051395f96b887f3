import { randomUUID } from "node:crypto";
import pg from "pg";
import { applyMigrations } from "./apply-migrations.js";
import { migrationsDirectory } from "./published-prisma.js";
import type { PostgresServer } from "./start-postgres.js";

export interface PostgresDatabase {
  readonly url: string;
  /** Removes the database, with connections that are still open to it. */
  drop(): Promise<void>;
}

export interface CreatePostgresDatabaseOptions {
  /** Time zone of its sessions, such as "Asia/Tokyo". @defaultValue the server's, UTC */
  readonly timezone?: string | undefined;
  /** Folder of the migrations to apply. @defaultValue the published ones */
  readonly migrations?: string | undefined;
}

/** A new database with the migrations applied. */
export async function createPostgresDatabase(
  server: Pick<PostgresServer, "url">,
  options: CreatePostgresDatabaseOptions = {},
): Promise<PostgresDatabase> {
  const name = `metricsmith_${randomUUID().replaceAll("-", "")}`;
  const { timezone, migrations = migrationsDirectory("postgresql") } = options;
  await runStatements(server.url, [
    `CREATE DATABASE ${name}`,
    ...(timezone === undefined ? [] : [`ALTER DATABASE ${name} SET timezone = ${pg.escapeLiteral(timezone)}`]),
  ]);
  const url = new URL(server.url);
  url.pathname = name;
  await applyMigrations(url.href, migrations);
  return {
    url: url.href,
    drop: () => runStatements(server.url, [`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]),
  };
}

async function runStatements(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
