#!/usr/bin/env node
import { readdirSync, readFileSync } from "node:fs";

const usage = `Prints what to copy into your Prisma project.

Usage:
  metricsmith-prisma schema <provider>      the models, for a file in your Prisma schema folder
  metricsmith-prisma migration <provider>   the SQL that makes their tables, for a file in your migrations folder

Providers: postgresql, sqlite

Example:
  npx metricsmith-prisma schema postgresql > prisma/schema/metricsmith.prisma
  mkdir -p prisma/migrations/20261122000000_metricsmith_1
  npx metricsmith-prisma migration postgresql > prisma/migrations/20261122000000_metricsmith_1/migration.sql

\`schema\` in prisma.config.ts must name that folder, not one file: Prisma reads further files only then.
Apply the printed migration with \`prisma migrate deploy\`. One that Prisma writes from the models makes the same tables; the
row that tells their version is then added when they are first used.
`;

const [subject, provider, ...rest] = process.argv.slice(2);

if (subject === "--help" || subject === "-h") {
  process.stdout.write(usage);
} else if (subject !== "schema" && subject !== "migration") {
  fail(subject === undefined ? "Say what to print." : `There is no "${subject}" to print.`);
} else if (provider !== "postgresql" && provider !== "sqlite") {
  fail(provider === undefined ? "Name the provider." : `There is no provider "${provider}".`);
} else if (rest.length > 0) {
  fail(`"${rest.join(" ")}" is one word too many.`);
} else {
  const folder = new URL(`../prisma/${provider}/`, import.meta.url);
  process.stdout.write(subject === "schema" ? readSchema(folder) : readMigrations(folder));
}

function readSchema(folder: URL): string {
  return readFileSync(new URL("metricsmith.prisma", folder), "utf8");
}

function readMigrations(folder: URL): string {
  const migrations = new URL("migrations/", folder);
  const names = readdirSync(migrations).sort();
  return names.map((name) => readFileSync(new URL(`${name}/migration.sql`, migrations), "utf8")).join("\n");
}

function fail(problem: string): void {
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exitCode = 1;
}
