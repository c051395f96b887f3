// A process of its own, which a test starts and tells what to do with the storage on a file. It answers each word with one.
import { openSqliteClient } from "@metricsmith-internal/databases";
import { MetricsmithError } from "@metricsmith/core/adapter";
import { buildPoint } from "@metricsmith/testkit";
import { prismaStorage } from "../src/index.js";

const client = await openSqliteClient(process.argv[2] ?? "");
const storage = prismaStorage(client);

const tasks: Readonly<Record<string, () => Promise<unknown>>> = {
  /** Reads something. */
  use: () => storage.records.count({ table: "runs" }),
  close: () => storage.close(),
  /** Writes the same 10,000 points with another value, again and again. */
  upsert: async () => {
    for (let value = 0; ; value++) {
      process.send?.("upsert");
      const points = Array.from({ length: 10_000 }, (_, index) =>
        buildPoint({ value, timestamp: new Date(Date.UTC(2026, 0, 1, 0, index)) }),
      );
      await storage.points.upsert({ metricId: "metric", generation: 1, points });
    }
  },
};

process.on("message", (task: string) => {
  tasks[task]?.().then(
    () => process.send?.(task),
    (error: unknown) => process.send?.(MetricsmithError.isInstance(error) ? error.code : String(error)),
  );
});
process.send?.("ready");
