import { openPglite, type PgliteDatabase } from "@metricsmith-internal/databases";
import { describeStorageAdapter } from "@metricsmith/testkit";
import { afterAll, beforeAll, describe, it } from "vitest";
import { prismaStorage } from "../src/index.js";

describe("PGlite", () => {
  let database: PgliteDatabase;
  beforeAll(async () => {
    database = await openPglite();
  }, 60_000);
  afterAll(() => database?.close());

  describeStorageAdapter({
    runner: { describe, it },
    name: "PGlite",
    create: async () => prismaStorage(database.client),
  });
});
