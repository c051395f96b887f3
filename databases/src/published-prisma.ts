import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A database that the published schema is written for, as Prisma calls it. */
export type DatabaseProvider = "postgresql" | "sqlite";

const publishedFolder = fileURLToPath(new URL("../../packages/adapter-prisma/prisma/", import.meta.url));

/** The folder of published migrations, laid out as Prisma does: `<timestamp>_<name>/migration.sql`. */
export function migrationsDirectory(provider: DatabaseProvider): string {
  return path.join(publishedFolder, provider, "migrations");
}

/** The published models, without generator and datasource. */
export function publishedSchema(provider: DatabaseProvider): string {
  return readFileSync(path.join(publishedFolder, provider, "metricsmith.prisma"), "utf8");
}

/** The SQL of all published migrations, in the order in which they apply. */
export function migrationSql(provider: DatabaseProvider): string {
  return readMigrations(migrationsDirectory(provider))
    .map(({ sql }) => sql)
    .join("\n");
}

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The migrations of a folder, in the order in which they apply. */
export function readMigrations(directory: string): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(path.join(directory, name, "migration.sql"), "utf8") }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
