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

describe("metricsmith-prisma", () => {
  it("prints the published schema of a provider, byte for byte", () => {
    for (const provider of ["postgresql", "sqlite"]) {
      const result = run("schema", provider);
      expect(result).toMatchObject({ status: 0, stderr: "", stdout: published(`${provider}/metricsmith.prisma`) });
    }
  });

  it("prints the migration of a provider, byte for byte", () => {
    for (const provider of ["postgresql", "sqlite"]) {
      const result = run("migration", provider);
      const sql = published(`${provider}/migrations/20261122000000_metricsmith_1/migration.sql`);
      expect(result).toMatchObject({ status: 0, stderr: "", stdout: sql });
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
  ])("answers %j with a message on stderr, nothing on stdout, and exit code 1", (commandArguments, problem) => {
    const result = run(...commandArguments);
    expect(result).toMatchObject({ status: 1, stdout: "" });
    expect(result.stderr).toMatch(new RegExp(`^${problem}\n\nPrints what to copy`));
  });
});
