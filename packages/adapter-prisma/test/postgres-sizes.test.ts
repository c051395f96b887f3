import { buildPoint, buildRun } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { openWithMetric } from "./stored-metric.js";
import { PostgresFixture } from "./postgres-fixture.js";

const fixture = new PostgresFixture();

describe("sizes that PostgreSQL has limits for", () => {
  it("keeps numbers of JSON as short as they came: what is stored cannot grow beyond what a reader can take", async () => {
    const { storage, side } = await openWithMetric(fixture);
    const numbers = Array.from({ length: 1_000 }, () => 1e308);
    const point = buildPoint({ dimensions: { numbers } });
    await storage.points.upsert({ metricId: "metric", generation: 1, points: [point] });
    const [row] = await side.$queryRawUnsafe<{ bytes: number }[]>(
      `SELECT octet_length("dimensions"::text) AS "bytes" FROM metricsmith_data_points`,
    );
    expect(row?.bytes).toBe(JSON.stringify({ numbers }).length);
    expect((await storage.points.list({ metricId: "metric", generation: 1, limit: 1 }))[0]?.dimensions).toEqual({
      numbers,
    });
  });

  it("deletes a metric with more runs than a statement has room for values", async () => {
    const { storage, side } = await openWithMetric(fixture);
    await storage.commit({
      writes: [{ operation: "insert", table: "runs", row: buildRun({ id: "run", metricId: "metric" }) }],
    });
    await side.$executeRawUnsafe(
      `INSERT INTO metricsmith_runs SELECT (json_populate_record("run", json_build_object('id', 'run-' || "number"))).*
       FROM metricsmith_runs AS "run", generate_series(1, 70000) AS "number" WHERE "run"."id" = 'run'`,
    );
    expect(await storage.records.count({ table: "runs" })).toBe(70_001);
    expect(await storage.commit({ writes: [{ operation: "delete", table: "metrics", id: "metric" }] })).toBe(true);
    expect(await storage.records.count({ table: "runs" })).toBe(0);
  }, 60_000);

  it("takes a list of any length in a condition", async () => {
    const { storage } = await openWithMetric(fixture);
    const ids = Array.from({ length: 70_000 }, (_, index) => `none-${index}`);
    expect(await storage.records.count({ table: "metrics", where: { id: { in: [...ids, "metric"] } } })).toBe(1);
  });
});
