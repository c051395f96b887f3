import { describe, expect, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { PostgresFixture } from "./postgres-fixture.js";
import { expectIntact, failureOf, metric, openWithMetric, rename } from "./stored-metric.js";

const fixture = new PostgresFixture();

describe("the tables", () => {
  it("a missing table: STORAGE_SCHEMA_MISSING, which names it", async () => {
    const { storage, side } = await openWithMetric(fixture);
    await side.$executeRawUnsafe("ALTER TABLE metricsmith_metrics RENAME TO elsewhere");
    for (const work of [rename(storage, "x"), storage.records.get({ table: "metrics", id: metric.id })]) {
      const error = await failureOf(work);
      expect([error.code, error.message]).toEqual([
        "STORAGE_SCHEMA_MISSING",
        expect.stringContaining("metricsmith_metrics"),
      ]);
    }
    await side.$executeRawUnsafe("ALTER TABLE elsewhere RENAME TO metricsmith_metrics");
    await expectIntact(storage);
  });

  it("a missing column: STORAGE_SCHEMA_MISSING, which names it", async () => {
    const { storage, side } = await openWithMetric(fixture);
    await side.$executeRawUnsafe(`ALTER TABLE metricsmith_metrics RENAME "liveSince" TO elsewhere`);
    const error = await failureOf(storage.records.get({ table: "metrics", id: metric.id }));
    expect([error.code, error.message]).toEqual(["STORAGE_SCHEMA_MISSING", expect.stringContaining("liveSince")]);
    await side.$executeRawUnsafe(`ALTER TABLE metricsmith_metrics RENAME elsewhere TO "liveSince"`);
    await expectIntact(storage);
  });

  it("no tables at all: STORAGE_SCHEMA_MISSING, and fine as soon as they are there", async () => {
    const { side, client } = await openWithMetric(fixture);
    await side.$executeRawUnsafe("ALTER TABLE metricsmith_meta RENAME TO elsewhere");
    const storage = prismaStorage(client);
    const error = await failureOf(storage.now());
    expect([error.code, error.message]).toEqual([
      "STORAGE_SCHEMA_MISSING",
      expect.stringContaining("metricsmith_meta"),
    ]);
    expect(error.message).toContain("npx metricsmith-prisma");
    await side.$executeRawUnsafe("ALTER TABLE elsewhere RENAME TO metricsmith_meta");
    await expectIntact(storage);
  });

  it("tables of a newer version serve too", async () => {
    const { side, client } = await openWithMetric(fixture);
    await side.$executeRawUnsafe(`UPDATE metricsmith_meta SET "schemaVersion" = 3`);
    await expectIntact(prismaStorage(client));
  });

  it("tables that `prisma db push` made get their version, once every column is there", async () => {
    const { side, client } = await openWithMetric(fixture);
    await side.$executeRawUnsafe("DELETE FROM metricsmith_meta");
    await side.$executeRawUnsafe(`ALTER TABLE metricsmith_data_points RENAME "payloadId" TO elsewhere`);
    const storage = prismaStorage(client);
    const error = await failureOf(storage.now());
    expect([error.code, error.message]).toEqual(["STORAGE_SCHEMA_MISSING", expect.stringContaining("payloadId")]);
    const versions = () => side.$queryRawUnsafe(`SELECT "id", "schemaVersion" FROM metricsmith_meta`);
    expect(await versions()).toEqual([]);
    await side.$executeRawUnsafe(`ALTER TABLE metricsmith_data_points RENAME elsewhere TO "payloadId"`);
    await expectIntact(storage);
    expect(await versions()).toEqual([{ id: 1, schemaVersion: 2 }]);
  });
});
