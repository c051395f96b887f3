import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openPostgresClient } from "@metricsmith-internal/databases";
import { prismaStorage } from "@metricsmith/adapter-prisma";
import pg from "pg";
import type { Figure } from "../lib/report.js";
import { compare } from "../lib/statistics.js";
import { copyAndMerge } from "./by-hand.js";
import { slices, storedPoints } from "./stored-points.js";
import type { UpsertMeasurement } from "./upsert-process.js";

const count = 100_000;
const chunk = 5_000;

/** Upserts of new points, in the time of COPY and merge, and in memory. */
export async function measureUpserts(url: string): Promise<Figure[]> {
  const points = storedPoints(count);
  const byHand = new pg.Client({ connectionString: url });
  await byHand.connect();
  const client = openPostgresClient(url);
  const storage = prismaStorage(client);
  let generation = 0;
  const times = await compare({
    rounds: 7,
    iterations: 1,
    warmUp: 1,
    candidates: [
      {
        name: "by hand",
        call: () => copyAndMerge(byHand, { metricId: "by-hand", generation: ++generation }, points),
      },
      {
        name: "adapter",
        call: async () => {
          const key = { metricId: "adapter", generation: ++generation };
          for (const slice of slices(points, chunk)) await storage.points.upsert({ ...key, points: slice });
        },
      },
    ],
  });
  await byHand.end();
  await client.$disconnect();

  const [hundredThousand, million] = [await upsertInProcess(url, count), await upsertInProcess(url, 10 * count)];
  const { ms = Number.NaN, ratio = Number.NaN } = times.get("adapter") ?? {};
  return [
    { what: "upsert of 100,000 new points", value: (count / ms) * 1_000, unit: "rows/s" },
    { what: "the same, to COPY and merge by hand", value: 1 / ratio, unit: "x", atLeast: 0.9 },
    { what: "the same, peak memory of the process", value: hundredThousand.peakMb, unit: "MB", atMost: 400 },
    { what: "1,000,000 points in a stream of 5,000, heap of 128 MB: peak memory", value: million.peakMb, unit: "MB" },
    {
      what: "the same: peak after the last to peak after the first 100,000",
      value: million.peakMb / million.peakMbAfterFirst,
      unit: "x",
      atMost: 1.1,
    },
  ];
}

async function upsertInProcess(url: string, points: number): Promise<UpsertMeasurement> {
  const program = fileURLToPath(new URL("./upsert-process.ts", import.meta.url));
  const child = fork(program, [url, String(points)], {
    // V8 would leave garbage lying about that it has room for.
    execArgv: ["--max-old-space-size=128", "--import", "tsx"],
  });
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as UpsertMeasurement));
    child.once("exit", () => reject(new Error("The process ended without a measurement.")));
  });
}
