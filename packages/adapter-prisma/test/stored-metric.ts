import { MetricsmithError, type StorageAdapter } from "@metricsmith/core/adapter";
import { buildMetric } from "@metricsmith/testkit";
import { expect } from "vitest";
import { prismaStorage } from "../src/index.js";
import type { PostgresFixture } from "./postgres-fixture.js";

const secret = "a name that no message may tell";
/** What `openWithMetric` stores. */
export const metric = buildMetric({ id: "metric", name: secret, liveGeneration: 1 });

/** A database with one metric, and a client beside the storage's. */
export async function openWithMetric(
  fixture: PostgresFixture,
  options: { maximumConnections?: number; connectionTimeoutMs?: number; timeoutMs?: number } = {},
) {
  const url = await fixture.createDatabase();
  const side = fixture.openClient(url);
  const client = fixture.openClient(url, options);
  const storage = prismaStorage(client, { timeoutMs: options.timeoutMs });
  await storage.commit({ writes: [{ operation: "insert", table: "metrics", row: metric }] });
  return { url, client, storage, side };
}

export function rename(storage: StorageAdapter, name: string): Promise<boolean> {
  return storage.commit({ writes: [{ operation: "update", table: "metrics", id: metric.id, set: { name } }] });
}

/** The coded error that the work ends with; its message tells nothing of what is stored. */
export async function failureOf(work: Promise<unknown>): Promise<MetricsmithError> {
  const error: unknown = await work.then(
    (value) => value,
    (reason: unknown) => reason,
  );
  if (!MetricsmithError.isInstance(error)) throw new Error("It did not fail with a coded error.", { cause: error });
  expect(error.message).not.toContain(secret);
  expect(error.message).not.toContain("postgresql://");
  return error;
}

/** What is stored is untouched, and the storage works. */
export async function expectIntact(storage: StorageAdapter): Promise<void> {
  expect(await storage.records.get({ table: "metrics", id: metric.id })).toEqual(metric);
  expect(await rename(storage, "renamed")).toBe(true);
  expect((await storage.records.get({ table: "metrics", id: metric.id }))?.name).toBe("renamed");
}
