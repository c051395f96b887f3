#!/usr/bin/env node
import { readdirSync, readFileSync } from "node:fs";

const usage = `Prints what to copy into your Prisma project.

Usage:
  metricsmith-prisma schema <provider>                       the models, for a file in your Prisma schema folder
  metricsmith-prisma migrations <provider>                   the names of the migrations that make their tables, one a line, first to last
  metricsmith-prisma migration <provider> <name>             the SQL of one migration, for a file in your migrations folder
  metricsmith-prisma migration <provider> --after <version>  the SQL of all migrations after a version as one; after 0: of all

Providers: postgresql, sqlite

Example:
  npx metricsmith-prisma schema postgresql > prisma/schema/metricsmith.prisma
  for name in $(npx metricsmith-prisma migrations postgresql); do
    mkdir -p prisma/migrations/$name
    npx metricsmith-prisma migration postgresql $name > prisma/migrations/$name/migration.sql
  done

\`schema\` in prisma.config.ts must name that folder, not one file: Prisma reads further files only then.
Apply the printed migrations with \`prisma migrate deploy\`. Those that Prisma writes from the models make the same tables; the
row that tells their version is then added when they are first used.
`;

interface Migration {
  readonly name: string;
  /** The version that it leads to. */
  readonly version: number;
  readonly sql: string;
}

const [subject, provider, ...rest] = process.argv.slice(2);

if (subject === "--help" || subject === "-h") {
  process.stdout.write(usage);
} else if (subject !== "schema" && subject !== "migrations" && subject !== "migration") {
  fail(subject === undefined ? "Say what to print." : `There is no "${subject}" to print.`);
} else if (provider !== "postgresql" && provider !== "sqlite") {
  fail(provider === undefined ? "Name the provider." : `There is no provider "${provider}".`);
} else {
  const folder = new URL(`../prisma/${provider}/`, import.meta.url);
  if (subject === "migration") {
    printMigration(readMigrations(folder), rest);
  } else if (rest.length > 0) {
    fail(`"${rest.join(" ")}" is one word too many.`);
  } else if (subject === "schema") {
    process.stdout.write(readFileSync(new URL("metricsmith.prisma", folder), "utf8"));
  } else {
    process.stdout.write(
      readMigrations(folder)
        .map(({ name }) => `${name}\n`)
        .join(""),
    );
  }
}

function printMigration(migrations: readonly Migration[], [which, version, ...more]: readonly string[]): void {
  const names = migrations.map(({ name }) => name).join(", ");
  const latest = migrations.at(-1)?.version ?? 0;
  if (which === undefined) {
    fail(`Name the migration: ${names}.`);
  } else if (which !== "--after") {
    const migration = migrations.find(({ name }) => name === which);
    if (version !== undefined) fail(`"${[version, ...more].join(" ")}" is one word too many.`);
    else if (migration === undefined) fail(`There is no migration "${which}". Name one of ${names}.`);
    else process.stdout.write(migration.sql);
  } else if (version === undefined || !/^\d+$/.test(version) || Number(version) >= latest) {
    fail(`Nothing comes after version "${version ?? ""}". Name one from 0 to ${latest - 1}.`);
  } else if (more.length > 0) {
    fail(`"${more.join(" ")}" is one word too many.`);
  } else {
    const later = migrations.filter((migration) => migration.version > Number(version));
    process.stdout.write(later.map(({ sql }) => sql).join("\n"));
  }
}

/** First to last. */
function readMigrations(folder: URL): Migration[] {
  const migrations = new URL("migrations/", folder);
  return readdirSync(migrations)
    .sort()
    .map((name) => ({
      name,
      version: Number(name.replace(/^.*_/, "")),
      sql: readFileSync(new URL(`${name}/migration.sql`, migrations), "utf8"),
    }));
}

function fail(problem: string): void {
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exitCode = 1;
}
