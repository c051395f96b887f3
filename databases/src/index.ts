export { applyMigrations } from "./apply-migrations.js";
export {
  createPostgresDatabase,
  type CreatePostgresDatabaseOptions,
  type PostgresDatabase,
} from "./create-postgres-database.js";
export { type CreatedTables, createTables } from "./create-tables.js";
export { openPglite, type PgliteDatabase } from "./open-pglite.js";
export {
  openPostgresClient,
  type OpenPostgresClientOptions,
  openPostgresJsClient,
  openRenamedPostgresClient,
  type PostgresClient,
  type PostgresJsClient,
  type RenamedPostgresClient,
} from "./open-postgres-client.js";
export { openSqliteClient, type OpenSqliteClientOptions, type SqliteClient } from "./open-sqlite-client.js";
export { type DatabaseProvider, migrationsDirectory, migrationSql, publishedSchema } from "./published-prisma.js";
export { type PostgresServer, startPostgres, type StartPostgresOptions } from "./start-postgres.js";
