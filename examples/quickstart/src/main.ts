import { relative } from "node:path";
import { memoryStorage } from "@metricsmith/adapter-memory";
import { createHttpFetcher, createMetricsmith } from "@metricsmith/core";
import { showBrokenApi } from "./break-api.js";
import { brokenAnswers } from "./broken-answers.js";
import { createClaims } from "./claims.js";
import { createMetrics } from "./create-metrics.js";
import { startDataServer } from "./data-server.js";
import { compareKnownValues } from "./known-values.js";
import { runLiveDemo } from "./live-demo.js";
import { rebuildMetric } from "./rebuild-metric.js";
import { refreshMetrics } from "./refresh-metrics.js";
import { writeReport } from "./report/write-report.js";
import { showCharts } from "./show-charts.js";
import { showRules } from "./show-rules.js";
import type { Stage } from "./stage.js";
import { templates } from "./templates.js";
import { createTerminal } from "./terminal.js";

const startedAt = performance.now();
const terminal = createTerminal(process.stdout);
const claims = createClaims();
terminal.line(terminal.strong("Metricsmith quickstart"));

const reportFile = process.argv.includes("--live") ? await runLiveDemo({ terminal, claims }) : await runLocalDemo();

terminal.heading("Done");
if (reportFile !== null) terminal.line(`  Report: ${relative(process.cwd(), reportFile)}`);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
if (claims.broken.length === 0) {
  terminal.line(`  ${terminal.good("✓")} ${claims.count} of ${claims.count} claims of this demo hold (${seconds} s)`);
} else {
  for (const claim of claims.broken) terminal.line(`  ${terminal.bad("✗")} not so: ${claim}`);
  terminal.line(`  ${claims.broken.length} of ${claims.count} claims of this demo do not hold (${seconds} s)`);
  process.exitCode = 1;
}

/** Returns the path of the report, `null` when there is nothing to report. */
async function runLocalDemo(): Promise<string | null> {
  const server = await startDataServer();
  terminal.line(`Real data from APIs at http://${server.host}`);
  terminal.line("No key, no database, no configuration.");

  const engine = createMetricsmith({
    storage: memoryStorage(),
    templates,
    variables: { api: `http://${server.host}` },
    // Private addresses are refused unless listed. The short wait before a repeated try is for the demo's sake.
    fetcher: createHttpFetcher({ allowPrivate: [server.host], backoffMs: 50 }),
  });
  const smith = engine.forOrganization("quickstart");
  const stage: Stage = { smith, terminal, claims };

  try {
    terminal.heading("1. Create six metrics: fetch, transform in the sandbox, store, draw");
    const metricIds = await createMetrics(stage, smith.metrics);

    if (claims.broken.length > 0) return null;

    terminal.heading("2. Their charts");
    await showCharts(stage, metricIds);

    terminal.heading("3. Metrics that say what they measure, and not where it is: rules find it, or ask");
    metricIds.push(...(await showRules(stage, (input) => smith.metrics.create(input))));

    terminal.heading("4. Later the APIs show more days: a soft refresh adds what is new");
    server.publish("later");
    await refreshMetrics(stage, metricIds, "news");
    await compareKnownValues(stage);

    terminal.heading("5. Refresh again at once");
    await refreshMetrics(stage, metricIds, "nothing");

    terminal.heading("6. A hard refresh makes a metric anew from everything it ever fetched");
    const [, , unemploymentId = ""] = metricIds;
    await rebuildMetric(stage, unemploymentId);

    terminal.heading("7. APIs break: refreshes fail loudly, and nothing is lost");
    for (const broken of brokenAnswers) {
      const [metric] = await smith.metrics.list({ templateId: broken.templateId });
      server.override(broken.path, broken.answer);
      await showBrokenApi(stage, metric?.id ?? "", broken);
      server.override(broken.path, null);
    }

    return await writeReport(stage, metricIds);
  } finally {
    await engine.stop();
    await server.close();
  }
}
