// Upserts a stream of points, made as they are needed, and tells the most memory that this process ever used.
import { openPostgresClient } from "@metricsmith-internal/databases";
import { prismaStorage } from "@metricsmith/adapter-prisma";
import type { StoredDataPoint } from "@metricsmith/core/adapter";

export interface UpsertMeasurement {
  readonly peakMb: number;
  readonly peakMbAfterFirst: number;
}

const first = 100_000;
const chunk = 5_000;
const [url = "", total = ""] = process.argv.slice(2);

const client = openPostgresClient(url);
const storage = prismaStorage(client);
let stored = 0;
let peakMbAfterFirst = 0;
while (stored < Number(total)) {
  const points = Array.from({ length: chunk }, (_, index) => point(stored + index));
  const { inserted } = await storage.points.upsert({ metricId: `stream-${total}`, generation: 1, points });
  if (inserted !== chunk) throw new Error(`${inserted} of ${chunk} points were inserted.`);
  stored += chunk;
  if (stored === first) peakMbAfterFirst = peakMb();
}
process.send?.({ peakMb: peakMb(), peakMbAfterFirst } satisfies UpsertMeasurement);
await client.$disconnect();

function point(index: number): StoredDataPoint {
  return {
    series: "",
    timestamp: new Date(Date.UTC(2020, 0, 1) + index * 60_000),
    value: ((index * 7_919) % 10_007) / 100,
    dimensions: null,
    payloadId: "0199f6a2-0000-7000-8000-000000000000",
    transformerVersion: 1,
  };
}

function peakMb(): number {
  return process.resourceUsage().maxRSS / 1_024;
}
