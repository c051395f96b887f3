import { columnsOf, MetricsmithError, type TableName, tables } from "@metricsmith/core/adapter";
import { describeFailure } from "./database-failure.js";
import type { Statements } from "./database.js";
import { quoteName, type StoredTable, type TableNames } from "./table-names.js";

/** The version that the migrations of this package lead to. Versions only add, so newer ones serve too. */
export const schemaVersion = 2;

/** The migration that leads to each version, as a folder of the published migrations. */
const migrations: readonly { readonly version: number; readonly folder: string }[] = [
  { version: 1, folder: "20261122000000_metricsmith_1" },
  { version: 2, folder: "20261128000000_metricsmith_2" },
];

/**
 * Looks whether the tables are there and new enough. Tables that `prisma db push` or `prisma migrate dev` made carry no
 * version, and those that it changed an old one: when they have every column, they get the current one.
 *
 * @throws {MetricsmithError} STORAGE_SCHEMA_OUTDATED when they are of an older version.
 */
export async function assertSchema(statements: Statements, names: TableNames): Promise<void> {
  const rows = await statements.query<{ schemaVersion: unknown }>(
    `SELECT "schemaVersion" FROM ${names.meta} WHERE "id" = 1`,
  );
  const stored = rows[0] === undefined ? null : Number(rows[0].schemaVersion);
  if (stored !== null && stored >= schemaVersion) return;
  try {
    await findColumns(statements, names);
  } catch (error) {
    const isOutdated = stored !== null && describeFailure(error)?.code === "STORAGE_SCHEMA_MISSING";
    throw isOutdated ? schemaOutdated(stored, error) : error;
  }
  await statements.execute(
    `INSERT INTO ${names.meta} ("id", "schemaVersion") VALUES (1, ${schemaVersion}) ON CONFLICT DO NOTHING`,
  );
  await statements.execute(
    `UPDATE ${names.meta} SET "schemaVersion" = ${schemaVersion} WHERE "id" = 1 AND "schemaVersion" < ${schemaVersion}`,
  );
}

/** Fails with the database's own error for the first table or column that is missing. */
async function findColumns(statements: Statements, names: TableNames): Promise<void> {
  for (const [table, columns] of Object.entries(columnsByTable)) {
    // Without the table's name, SQLite may take a column that it does not find for a text.
    const list = columns.map((column) => `"stored".${quoteName(column)}`).join(", ");
    await statements.query(`SELECT ${list} FROM ${names[table as StoredTable]} AS "stored" WHERE 1 = 0`);
  }
}

function schemaOutdated(stored: number, cause: unknown): MetricsmithError {
  const missing = migrations.filter(({ version }) => version > stored).map(({ folder }) => folder);
  return new MetricsmithError(
    `The tables are of version ${stored}, and this adapter needs version ${schemaVersion}. Nothing was changed. Apply ` +
      `${missing.join(", then ")}: \`npx metricsmith-prisma migration postgresql ${missing[0]}\`, or \`sqlite\`, prints it. See the README.`,
    { code: "STORAGE_SCHEMA_OUTDATED", details: { stored, needed: schemaVersion }, cause },
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
