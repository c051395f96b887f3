import { openPostgresClient } from "@metricsmith-internal/databases";
import { prismaStorage } from "@metricsmith/adapter-prisma";
import type { PointPosition, StorageAdapter } from "@metricsmith/core/adapter";
import pg from "pg";
import type { Figure } from "../lib/report.js";
import { compare } from "../lib/statistics.js";
import { aggregateByHand, type Generation, readByHand } from "./by-hand.js";
import { slices, storedPoints } from "./stored-points.js";

const count = 100_000;
const page = 10_000;
const key: Generation = { metricId: "readings", generation: 1 };

/** Reading and bucketing points, in the time of `pg` and of the same SQL by hand. */
export async function measureReads(url: string): Promise<Figure[]> {
  const points = storedPoints(count);
  const byHand = new pg.Client({ connectionString: url });
  await byHand.connect();
  const client = openPostgresClient(url);
  const storage = prismaStorage(client);
  for (const slice of slices(points, page)) await storage.points.upsert({ ...key, points: slice });
  await byHand.query("VACUUM ANALYZE metricsmith_data_points");

  const days = newYorkMidnights(points[0]?.timestamp ?? new Date(), points.at(-1)?.timestamp ?? new Date());
  const times = await compare({
    rounds: 15,
    iterations: 1,
    warmUp: 3,
    candidates: [
      { name: "pg", call: async () => expectCount(await readByHand(byHand, key), count) },
      { name: "list", call: async () => expectCount(await readAll(storage), count) },
      { name: "sql", call: async () => expectCount(await aggregateByHand(byHand, key, days), days.length - 1) },
      {
        name: "aggregate",
        call: async () =>
          expectCount((await storage.points.aggregate({ ...key, boundaries: days })).length, days.length - 1),
      },
    ],
  });
  await byHand.end();
  await client.$disconnect();
  const time = (name: string) => times.get(name)?.ms ?? Number.NaN;
  return [
    { what: "reading 100,000 points with pg", value: time("pg"), unit: "ms" },
    { what: "reading them through the adapter", value: time("list"), unit: "ms" },
    { what: "the same, rate to pg", value: time("pg") / time("list"), unit: "x", atLeast: 0.8 },
    { what: "daily buckets of New York over 100,000 points", value: time("aggregate"), unit: "ms" },
    { what: "the same, rate to the same SQL by hand", value: time("sql") / time("aggregate"), unit: "x", atLeast: 0.9 },
    {
      what: "the same, to the time of reading the points with pg",
      value: time("aggregate") / time("pg"),
      unit: "x",
      atMost: 0.3,
    },
    {
      what: "the same, to the time of reading them through the adapter",
      value: time("aggregate") / time("list"),
      unit: "x",
    },
  ];
}

async function readAll(storage: StorageAdapter): Promise<number> {
  let read = 0;
  let after: PointPosition | undefined;
  while (true) {
    const points = await storage.points.list({ ...key, after, limit: page });
    read += points.length;
    if (points.length < page) return read;
    after = points.at(-1);
  }
}

/** Midnights in New York around all of these instants. */
function newYorkMidnights(first: Date, last: Date): Date[] {
  const hours = new Intl.DateTimeFormat("en-US", { timeZone: "America/New_York", hour: "numeric", hourCycle: "h23" });
  const midnights: Date[] = [];
  const hourMs = 3_600_000;
  const start = Math.floor(first.getTime() / hourMs) * hourMs - 24 * hourMs;
  for (let instant = start; midnights.length === 0 || (midnights.at(-1) as Date) <= last; instant += hourMs) {
    if (hours.format(instant) === "00") midnights.push(new Date(instant));
  }
  while ((midnights[1] as Date) <= first) midnights.shift();
  return midnights;
}

function expectCount(actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`${actual} rows were read instead of ${expected}.`);
}
