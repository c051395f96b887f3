import type { PostgresClient } from "./open-postgres-client.js";
import type { SqliteClient } from "./open-sqlite-client.js";
import { migrationSql } from "./published-prisma.js";

export interface CreatedTables {
  /** Makes them as new, in a fraction of the time that new ones take. */
  clear(): Promise<void>;
  /** Removes them with their rows. */
  drop(): Promise<void>;
}

/**
 * A second, empty set of all tables in a database, much faster than a database of its own. The name is of lower-case letters,
 * digits and underscores.
 *
 * - PostgreSQL: the same table names in a new schema of that name;
 * - SQLite: the name stands before each table's: "s42" makes "s42metricsmith_runs".
 */
export async function createTables(
  ...[client, provider, name]:
    | [client: PostgresClient, provider: "postgresql", name: string]
    | [client: SqliteClient, provider: "sqlite", name: string]
): Promise<CreatedTables> {
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(name)) throw new Error(`"${name}" cannot name tables. Use a word such as "s42".`);
  const sql = migrationSql(provider);
  if (provider === "postgresql") {
    // One statement, and so one round trip.
    const run = (statements: readonly string[]) =>
      client.$executeRawUnsafe(
        `DO $tables$ BEGIN ${statements.map((statement) => `${statement};`).join("\n")} END $tables$`,
      );
    const useSchema = `SET LOCAL search_path TO "${name}"`;
    await run([`CREATE SCHEMA "${name}"`, useSchema, ...statementsOf(sql)]);
    return {
      clear: async () => void (await run([useSchema, ...clearingStatements(sql)])),
      drop: async () => void (await run([`DROP SCHEMA "${name}" CASCADE`])),
    };
  }
  const prefixed = sql.replaceAll('"metricsmith_', `"${name}metricsmith_`);
  const run = (statements: readonly string[]) =>
    client.$transaction(statements.map((statement) => client.$executeRawUnsafe(statement)));
  await run(statementsOf(prefixed));
  return {
    clear: async () => void (await run(clearingStatements(prefixed))),
    drop: async () => void (await run(tableNames(prefixed).map((table) => `DROP TABLE ${table}`))),
  };
}

/** Empties the tables and writes again what the migrations write to the table of the version. */
function clearingStatements(sql: string): string[] {
  const deletes = tableNames(sql).map((table) => `DELETE FROM ${table}`);
  const isVersion = (statement: string) => /^(INSERT INTO|UPDATE) "\w*metricsmith_meta"/.test(statement);
  return [...deletes, ...statementsOf(sql).filter(isVersion)];
}

/** In double quotes. Tables that stand in for one while it is redefined do not last. */
function tableNames(sql: string): string[] {
  const names = [...sql.matchAll(/^CREATE TABLE ("\w+")/gm)].map(([, table]) => table ?? "");
  return names.filter((table) => !table.startsWith('"new_'));
}

/** Statements as Prisma writes them: each ends with a semicolon at the end of a line. */
function statementsOf(sql: string): string[] {
  return sql
    .split(/;$/m)
    .map((statement) => statement.replace(/^--.*$/gm, "").trim())
    .filter((statement) => statement !== "");
}
