import { readdirSync, readFileSync } from "node:fs";
import { migrationsDirectory, publishedSchema } from "@metricsmith-internal/databases";
import { describe, expect, it } from "vitest";

const prisma = new URL("../prisma/", import.meta.url);

describe("what the example copied from the adapter", () => {
  it("is the schema as it is published", () => {
    expect(readFileSync(new URL("schema/metricsmith.prisma", prisma), "utf8")).toBe(publishedSchema("postgresql"));
  });

  it("is every migration as it is published", () => {
    const published = readdirSync(migrationsDirectory("postgresql"));
    expect(published.length).toBeGreaterThan(0);
    for (const name of published) {
      const copy = readFileSync(new URL(`migrations/${name}/migration.sql`, prisma), "utf8");
      expect(copy, name).toBe(readFileSync(`${migrationsDirectory("postgresql")}/${name}/migration.sql`, "utf8"));
    }
  });
});
