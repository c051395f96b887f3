import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const command = fileURLToPath(new URL("metricsmith-prisma.ts", import.meta.url));

function run(...commandArguments: string[]) {
  return spawnSync(process.execPath, ["--import", "tsx", command, ...commandArguments], { encoding: "utf8" });
}

function published(file: string): string {
  return readFileSync(new URL(`../prisma/${file}`, import.meta.url), "utf8");
}

const names = ["20261122000000_metricsmith_1", "20261128000000_metricsmith_2"] as const;

describe("metricsmith-prisma", () => {
  it("prints the published schema of a provider, byte for byte", () => {
    for (const provider of ["postgresql", "sqlite"]) {
      const result = run("schema", provider);
      expect(result).toMatchObject({ status: 0, stderr: "", stdout: published(`${provider}/metricsmith.prisma`) });
    }
  });

  it("prints the names of a provider's migrations in the order in which they apply", () => {
    for (const provider of ["postgresql", "sqlite"]) {
      const result = run("migrations", provider);
      expect(result).toMatchObject({ status: 0, stderr: "", stdout: `${names.join("\n")}\n` });
    }
  });

  it("prints one migration of a provider, byte for byte", () => {
    for (const provider of ["postgresql", "sqlite"]) {
      for (const name of names) {
        const sql = published(`${provider}/migrations/${name}/migration.sql`);
        expect(run("migration", provider, name)).toMatchObject({ status: 0, stderr: "", stdout: sql });
      }
    }
  });

  it("prints all migrations after a version in the order in which they apply", () => {
    const sql = names.map((name) => published(`sqlite/migrations/${name}/migration.sql`));
    for (const version of [0, 1]) {
      const stdout = sql.slice(version).join("\n");
      expect(run("migration", "sqlite", "--after", `${version}`)).toMatchObject({ status: 0, stderr: "", stdout });
    }
  });

  it("explains itself on stdout when asked", () => {
    const result = run("--help");
    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(result.stdout).toContain("metricsmith-prisma schema <provider>");
  });

  it.each([
    [[], "Say what to print."],
    [["tables", "sqlite"], 'There is no "tables" to print.'],
    [["schema"], "Name the provider."],
    [["schema", "mysql"], 'There is no provider "mysql".'],
    [["schema", "sqlite", "now"], '"now" is one word too many.'],
    [["migration", "sqlite"], `Name the migration: ${names.join(", ")}.`],
    [["migration", "sqlite", "all"], `There is no migration "all". Name one of ${names.join(", ")}.`],
    [["migration", "sqlite", names[0], "now"], '"now" is one word too many.'],
    [["migration", "sqlite", "--after"], 'Nothing comes after version "". Name one from 0 to 1.'],
    [["migration", "sqlite", "--after", "2"], 'Nothing comes after version "2". Name one from 0 to 1.'],
    [["migration", "sqlite", "--after", "1", "now"], '"now" is one word too many.'],
  ])("answers %j with a message on stderr, nothing on stdout, and exit code 1", (commandArguments, problem) => {
    const result = run(...commandArguments);
    expect(result).toMatchObject({ status: 1, stdout: "" });
    expect(result.stderr).toMatch(new RegExp(`^${problem}\n\nPrints what to copy`));
  });
});
