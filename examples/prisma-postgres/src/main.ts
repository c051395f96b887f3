import { createClaims } from "@metricsmith-examples/quickstart/claims";
import { createMetrics } from "@metricsmith-examples/quickstart/create-metrics";
import { startDataServer } from "@metricsmith-examples/quickstart/data-server";
import { compareKnownValues } from "@metricsmith-examples/quickstart/known-values";
import type { Stage } from "@metricsmith-examples/quickstart/stage";
import { createTerminal } from "@metricsmith-examples/quickstart/terminal";
import { createClient, openDatabase } from "./database.js";
import { createEngine, organizationId } from "./engine.js";
import { showDashboards } from "./show-dashboards.js";
import { survivesKill } from "./survives-kill.js";
import { refreshFromTwoProcesses } from "./two-processes.js";

const startedAt = performance.now();
const terminal = createTerminal(process.stdout);
const claims = createClaims();
terminal.line(terminal.strong("Metricsmith on PostgreSQL"));

const database = await openDatabase();
const api = await startDataServer();
terminal.line(`${database.version}, through the app's own Prisma client.`);

const prisma = createClient(database.url);
const engine = createEngine(prisma, api.host);
const smith = engine.forOrganization(organizationId);
const stage: Stage = { smith, terminal, claims };
const world = { databaseUrl: database.url, apiHost: api.host };

try {
  terminal.heading("1. Create six metrics");
  const metricIds = await createMetrics(stage, smith.metrics);

  terminal.heading("2. Everything lies in tables of the app's own database");
  await showDashboards(stage, prisma, metricIds);

  terminal.heading("3. A process is killed in the middle of a refresh; this one finishes it");
  api.publish("later");
  await survivesKill(stage, engine, { ...world, metricId: metricIds[2] ?? "" });

  terminal.heading("4. Two processes refresh all metrics at the same time");
  await refreshFromTwoProcesses(stage, { ...world, metricIds });
  await compareKnownValues(stage);
} finally {
  await engine.stop();
  await prisma.$disconnect();
  await api.close();
  await database.close();
}

terminal.heading("Done");
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
if (claims.broken.length === 0) {
  terminal.line(`  ${terminal.good("✓")} ${claims.count} of ${claims.count} claims of this demo hold (${seconds} s)`);
} else {
  for (const claim of claims.broken) terminal.line(`  ${terminal.bad("✗")} not so: ${claim}`);
  process.exitCode = 1;
}
