import { columnsOf, MetricsmithError, type TableName, tables } from "@metricsmith/core/adapter";
import type { Statements } from "./database.js";
import { quoteName, type StoredTable, type TableNames } from "./table-names.js";

/** The version that the migrations of this package lead to. Versions only add, so newer ones serve too. */
export const schemaVersion = 1;

/** The migration that leads to each version, as a folder of the published migrations. */
const migrations: readonly { readonly version: number; readonly folder: string }[] = [
  { version: 1, folder: "20261122000000_metricsmith_1" },
];

/**
 * Looks whether the tables are there and new enough. Tables that `prisma db push` or `prisma migrate dev` made carry no
 * version: when they have every column, they get the current one.
 *
 * @throws {MetricsmithError} STORAGE_SCHEMA_OUTDATED when they are of an older version.
 */
export async function assertSchema(statements: Statements, names: TableNames): Promise<void> {
  const rows = await statements.query<{ schemaVersion: unknown }>(
    `SELECT "schemaVersion" FROM ${names.meta} WHERE "id" = 1`,
  );
  const [row] = rows;
  if (row === undefined) return adoptTables(statements, names);
  const stored = Number(row.schemaVersion);
  if (stored >= schemaVersion) return;
  const missing = migrations.filter(({ version }) => version > stored).map(({ folder }) => folder);
  throw new MetricsmithError(
    `The tables are of version ${stored}, and this adapter needs version ${schemaVersion}. Nothing was changed. ` +
      `Apply the migration ${missing.join(", then ")}: \`npx metricsmith-prisma migration postgresql\`, or \`sqlite\`, prints it.`,
    { code: "STORAGE_SCHEMA_OUTDATED", details: { stored, needed: schemaVersion } },
  );
}

/** Fails with the database's own error for the first table or column that is missing. */
async function adoptTables(statements: Statements, names: TableNames): Promise<void> {
  for (const [table, columns] of Object.entries(columnsByTable)) {
    const list = columns.map(quoteName).join(", ");
    await statements.query(`SELECT ${list} FROM ${names[table as StoredTable]} WHERE 1 = 0`);
  }
  await statements.execute(
    `INSERT INTO ${names.meta} ("id", "schemaVersion") VALUES (1, ${schemaVersion}) ON CONFLICT DO NOTHING`,
  );
}

const columnsByTable: Readonly<Record<StoredTable, readonly string[]>> = {
  ...(Object.fromEntries(
    (Object.keys(tables) as TableName[]).map((table) => [table, columnsOf(table).map(({ name }) => name)]),
  ) as Record<TableName, string[]>),
  dataPoints: [
    "metricId",
    "generation",
    "timestamp",
    "series",
    "value",
    "dimensions",
    "payloadId",
    "transformerVersion",
  ],
  payloadBodies: ["organizationId", "sha256", "body", "encoding", "putAt"],
  meta: ["id", "schemaVersion", "owner", "ownerSeenAt"],
};
