import { createMetricsmith, defineTemplate, type Fetcher, type StorageAdapter } from "@metricsmith/core";
import { openPostgresClient } from "@metricsmith-internal/databases";
import { prismaStorage } from "@metricsmith/adapter-prisma";
import { fakeFetcher } from "@metricsmith/testkit";
import pg from "pg";
import { z } from "zod";
import type { Figure } from "../lib/report.js";
import { compare } from "../lib/statistics.js";
import { slices, storedPoints } from "./stored-points.js";

const organizationId = "bench";

/** Midnight: what is stored ends then, and what the API shows is later. */
const today = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000);

/** Soft refreshes of metrics with few and with many stored points, and what they ask of the database. */
export async function measureRefreshes(url: string): Promise<Figure[]> {
  const byHand = new pg.Client({ connectionString: url });
  await byHand.connect();
  const client = openPostgresClient(url);
  const statements = countStatements(byHand);
  let newest = 0;
  const fetcher = fakeFetcher(() => ({
    json: [{ at: new Date(today.getTime() + newest * 1_000).toISOString(), value: newest }],
  }));
  const storage = prismaStorage(client);
  const smith = createEngine(storage, fetcher);
  const few = await createMetric(smith, storage, "30d", 1_000);
  const many = await createMetric(smith, storage, "30d", 1_000_000);
  const fewAll = await createMetric(smith, storage, "all", 1_000);
  const manyAll = await createMetric(smith, storage, "all", 1_000_000);
  await byHand.query("VACUUM ANALYZE");

  const refresh = async (metricId: string) => {
    newest++;
    return repeat(metricId);
  };
  const repeat = async (metricId: string) => {
    const { result, error } = await (await smith.refresh(metricId, { wait: true })).result();
    if (result === null) throw new Error(error?.message);
    return result.points;
  };
  const times = await compare({
    rounds: 15,
    iterations: 4,
    warmUp: 10,
    candidates: [few, many].map((metricId) => ({ name: metricId, call: () => refresh(metricId) })),
  });
  const timesOfAll = await compare({
    rounds: 5,
    iterations: 1,
    warmUp: 1,
    candidates: [fewAll, manyAll].map((metricId) => ({ name: metricId, call: () => refresh(metricId) })),
  });

  const statementsBefore = statements();
  await refresh(many);
  const perRefresh = statements() - statementsBefore;

  const before = await nextTransaction(byHand);
  const repeated = await repeat(many);
  const rewritten = await rowsWrittenSince(byHand, before);
  if (repeated.unchanged === 0) throw new Error("The repeated response held no points.");

  await smith.stop();
  await client.$disconnect();
  await byHand.end();
  return [
    {
      what: "soft refresh, 1 new point, 30d chart, 1,000 stored points",
      value: times.get(few)?.ms ?? Number.NaN,
      unit: "ms",
    },
    {
      what: "the same with 1,000,000 stored points, to 1,000",
      value: times.get(many)?.ratio ?? Number.NaN,
      unit: "x",
      atMost: 1.2,
    },
    {
      what: "chart of the range all, 1,000,000 stored points, to 1,000",
      value: timesOfAll.get(manyAll)?.ratio ?? Number.NaN,
      unit: "x",
    },
    { what: "statements of a soft refresh", value: perRefresh, unit: "statements", atMost: 12 },
    { what: "point rows written by a refresh of the same bytes", value: rewritten, unit: "rows", atMost: 0 },
  ];
}

function createEngine(storage: StorageAdapter, fetcher: Fetcher) {
  return createMetricsmith({ storage, fetcher, templates: [template("30d"), template("all")] });
}

function template(range: "30d" | "all") {
  return defineTemplate({
    id: range,
    provider: "bench",
    name: `Readings, ${range}`,
    measure: { value: "value", time: "at" },
    parameters: z.object({}),
    request: { endpoint: "https://readings.example/latest" },
    mapping: { records: "", time: { path: "at", format: "iso" }, value: { path: "value" } },
    chart: { preferences: { dateRange: range, aggregation: "avg", bucket: "day" } },
  });
}

/** A metric whose history was stored straight into its live generation. */
async function createMetric(
  smith: ReturnType<typeof createEngine>,
  { points }: StorageAdapter,
  range: "30d" | "all",
  count: number,
): Promise<string> {
  const { metric, run } = await smith.metrics.create({ organizationId, template: range, name: `${range} ${count}` });
  const { error } = await run.result();
  if (error !== null) throw new Error(error.message);
  const stored = storedPoints(count, today);
  for (const slice of slices(stored, 10_000))
    await points.upsert({ metricId: metric.id, generation: 1, points: slice });
  return metric.id;
}

/** How many statements this process has sent to PostgreSQL, those of `BEGIN` and `COMMIT` included. */
function countStatements(known: pg.Client): () => number {
  let count = 0;
  const prototype = Object.getPrototypeOf(known) as { query: (this: unknown, ...values: unknown[]) => unknown };
  const send = prototype.query;
  prototype.query = function (...values) {
    count++;
    return send.apply(this, values);
  };
  return () => count;
}

/** The id of the next transaction: rows that are written from now on carry it or a later one. */
async function nextTransaction(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ next: string }>(`SELECT pg_current_xact_id()::text AS next`);
  return rows[0]?.next ?? "";
}

async function rowsWrittenSince(client: pg.Client, transaction: string): Promise<number> {
  const { rows } = await client.query<{ written: string }>(
    `SELECT count(*) AS written FROM metricsmith_data_points WHERE xmin::text::bigint >= $1`,
    [transaction],
  );
  return Number(rows[0]?.written);
}
