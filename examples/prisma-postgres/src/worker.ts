// Another process of the app: refreshes the metrics that it is told to, and says what came of each.
import { createClient } from "./database.js";
import { createEngine, organizationId } from "./engine.js";

/** What a worker says of one refresh. */
export interface RefreshReport {
  readonly metricId: string;
  readonly runId: string;
  readonly joined: boolean;
  readonly inserted: number;
  readonly error: string | null;
}

const [databaseUrl = "", apiHost = "", ...metricIds] = process.argv.slice(2);
const prisma = createClient(databaseUrl);
const engine = createEngine(prisma, apiHost);
const smith = engine.forOrganization(organizationId);

const reports = await Promise.all(
  metricIds.map(async (metricId): Promise<RefreshReport> => {
    const run = await smith.refresh(metricId);
    const { result, error } = await run.result();
    const inserted = result?.points.inserted ?? 0;
    return { metricId, runId: run.id, joined: run.joined, inserted, error: error?.message ?? null };
  }),
);
process.send?.(reports);
await engine.stop();
await prisma.$disconnect();
