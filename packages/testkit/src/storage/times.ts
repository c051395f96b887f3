import assert from "node:assert/strict";
import type { Condition } from "@metricsmith/core/adapter";
import { buildPoint, buildRun } from "../builders/build-rows.js";
import type { StorageSuite } from "./storage-suite.js";

/** In order; among them the first and last that can be stored, and hours that clocks of some zones skip or repeat. */
const times = [
  "0001-01-01T00:00:00.000Z",
  "0001-01-01T00:00:00.001Z",
  "0099-12-31T23:59:59.999Z",
  "1582-10-10T12:00:00.000Z",
  "1899-12-31T23:59:59.999Z",
  "1969-12-31T23:59:59.001Z",
  "1969-12-31T23:59:59.999Z",
  "1970-01-01T00:00:00.000Z",
  "1970-01-01T00:00:00.001Z",
  "2026-01-01T12:34:56.789Z",
  "2026-03-08T02:30:00.000Z",
  "2026-03-08T02:30:00.999Z",
  "2026-03-29T01:30:00.001Z",
  "2026-10-25T01:30:00.000Z",
  "2026-11-01T05:30:00.000Z",
  "2026-11-01T06:30:00.000Z",
  "2038-01-19T03:14:08.000Z",
  "9999-12-31T23:59:59.999Z",
].map((text) => new Date(text));

/** Times as rows and points keep them. */
export function describeTimes({ describe, it }: StorageSuite): void {
  describe("times", () => {
    // Catches times shifted by a session's zone, cut to seconds, or read as a two-digit year.
    it("times of rows come back to the millisecond, from year 1 to 9999", async (test) => {
      for (const [index, time] of times.entries()) {
        const id = test.id(String(index));
        await test.insert("runs", buildRun({ id, createdAt: time, startedAt: time, leaseExpiresAt: time }));
        const { createdAt, startedAt, leaseExpiresAt } = await test.read("runs", id);
        assert.deepEqual([createdAt, startedAt, leaseExpiresAt], [time, time, time]);
      }
    });

    it("rows match and order by such times", async (test) => {
      const { organizationId } = test;
      const rows = times.map((time, index) =>
        buildRun({ id: test.id(String(index)), organizationId, createdAt: time }),
      );
      await test.insert("runs", ...rows.toReversed());
      const found = await test.storage.records.find({ table: "runs", where: { organizationId }, limit: 100 });
      assert.deepEqual(
        found.map(({ createdAt }) => createdAt),
        times,
      );
      const ask = (createdAt: Condition<Date>) =>
        ({ table: "runs", where: { organizationId, createdAt }, limit: 100 }) as const;
      const below = await test.storage.records.read(times.map((time) => ask({ lt: time })));
      assert.deepEqual(
        below.rows.map((matched) => matched.length),
        times.map((_, index) => index),
      );
      const equal = await test.storage.records.read(times.map((time) => ask({ in: [time] })));
      assert.deepEqual(
        equal.rows.map((matched) => matched.map(({ createdAt }) => createdAt)),
        times.map((time) => [time]),
      );
      const behind = await test.storage.records.read(
        times.map((createdAt) => ({
          table: "runs",
          where: { organizationId },
          after: { createdAt, id: "\u{10ffff}" },
          limit: 100,
        })),
      );
      assert.deepEqual(
        behind.rows.map((matched) => matched.length),
        times.map((_, index) => times.length - index - 1),
      );
    });

    it("an update and a claim store times to the millisecond", async (test) => {
      const { organizationId } = test;
      const id = test.id("run");
      await test.insert("runs", buildRun({ id, organizationId }));
      for (const time of times) {
        await test.storage.commit({ writes: [{ operation: "update", table: "runs", id, set: { completedAt: time } }] });
        const set = { leaseExpiresAt: time };
        const claimed = await test.storage.records.claim({ table: "runs", where: { organizationId }, set, limit: 1 });
        assert.deepEqual(
          claimed.map((row) => [row.completedAt, row.leaseExpiresAt]),
          [[time, time]],
        );
      }
    });

    it("times of points come back to the millisecond, from year 1 to 9999, in order", async (test) => {
      await test.insertMetric();
      const key = { metricId: test.metricId, generation: 1 };
      const points = times.map((timestamp) => buildPoint({ timestamp }));
      await test.storage.points.upsert({ ...key, points: points.toReversed() });
      assert.deepEqual(await test.storage.points.list({ ...key, limit: 100 }), points);
      const { first, last } = await test.storage.points.summarize(key);
      assert.deepEqual([first, last], [times[0], times.at(-1)]);
    });

    it("ranges and buckets of points hold for such times", async (test) => {
      await test.insertMetric();
      const key = { metricId: test.metricId, generation: 1 };
      await test.storage.points.upsert({
        ...key,
        points: times.map((timestamp, value) => buildPoint({ timestamp, value })),
      });
      for (const [index, from] of times.entries()) {
        const listed = await test.storage.points.list({ ...key, from, limit: 1 });
        assert.deepEqual(
          listed.map(({ value }) => value),
          [index],
        );
      }
      const buckets = await test.storage.points.aggregate({ ...key, boundaries: times });
      assert.deepEqual(
        buckets.map(({ bucket, last }) => [bucket, last]),
        times.slice(1).map((_, index) => [index, index]),
      );
    });
  });
}
