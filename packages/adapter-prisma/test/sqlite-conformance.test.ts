import type { StorageAdapter } from "@metricsmith/core/adapter";
import { describeStorageAdapter } from "@metricsmith/testkit";
import { afterAll, beforeAll, describe, it } from "vitest";
import { prismaStorage } from "../src/index.js";
import { openTemporarySqlite, type TemporarySqlite } from "./temporary-sqlite.js";

let sqlite: TemporarySqlite;
let storage: StorageAdapter;

beforeAll(async () => {
  sqlite = await openTemporarySqlite();
  storage = prismaStorage(sqlite.client);
});

afterAll(async () => {
  await storage.close();
  await sqlite.remove();
});

describeStorageAdapter({
  runner: { describe, it },
  name: "prisma on SQLite",
  create: async () => storage,
  cleanup: async () => undefined,
});
