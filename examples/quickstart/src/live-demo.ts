import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { memoryStorage } from "@metricsmith/adapter-memory";
import { createHttpFetcher, createMetricsmith, defineTemplate } from "@metricsmith/core";
import { z } from "zod";
import { showCreation } from "./create-metric.js";
import { refreshMetrics } from "./refresh-metrics.js";
import { writeReport } from "./report/write-report.js";
import { showCharts } from "./show-charts.js";
import type { Stage } from "./stage.js";

const packages = ["zod", "undici", "fast-check", "express"] as const;

/** Counts a package's versions by the month in which they were published, from the registry's answer about the package. */
const releasesPerMonth = defineTemplate({
  id: "releases-per-month",
  provider: "npm",
  name: "Releases per month",
  measure: { value: "number of versions", time: "time of publication", per: "month" },
  parameters: z.object({ PACKAGE: z.string() }),
  request: { endpoint: "{{registry}}/{PACKAGE}" },
  mapping: {
    // { "created": "2020-...", "modified": "2026-...", "1.0.0": "2020-...", "1.0.1": ... }
    records: "time",
    recordsAre: "values-of-object",
    time: { path: "$", format: "iso" },
    value: "count",
    // Versions begin with a digit, the two other keys with a letter.
    filter: [{ path: "$key", lt: "a" }],
    groupBy: { bucket: "month", aggregation: "count" },
  },
  chart: { preferences: { chartType: "bar", aggregation: "sum", bucket: "month", gaps: "zero" } },
});

/** The same acts with the package registry that npm is configured for. Returns the path of the report, `null` when there is nothing to report. */
export async function runLiveDemo({ terminal, claims }: Omit<Stage, "smith">): Promise<string | null> {
  const registry = await configuredRegistry();
  terminal.line(`Release dates of ${packages.join(", ")}`);
  terminal.line(`from the npm registry that is configured here: ${registry.host}`);

  const engine = createMetricsmith({
    storage: memoryStorage(),
    templates: [releasesPerMonth],
    variables: { registry: registry.href },
    // A company's registry may be on a private address. Exactly this host is allowed to be.
    fetcher: createHttpFetcher({ allowPrivate: [registry.host] }),
  });
  const smith = engine.forOrganization("quickstart");
  const stage: Stage = { smith, terminal, claims };

  try {
    terminal.heading(`1. Create ${packages.length} metrics from one template`);
    const metricIds: string[] = [];
    for (const name of packages) {
      const created = await smith.metrics.create({
        template: "releases-per-month",
        name: `Releases of ${name}`,
        endpointConfig: { PACKAGE: name },
      });
      metricIds.push(await showCreation(stage, created));
    }
    if (claims.broken.length > 0) return null;

    terminal.heading("2. Their charts");
    await showCharts(stage, metricIds);

    terminal.heading("3. Refresh at once");
    await refreshMetrics(stage, metricIds, "nothing");

    return await writeReport(stage, metricIds);
  } finally {
    await engine.stop();
  }
}

/** As npm reads it: from the environment under `npm run`, else from its configuration files. */
async function configuredRegistry(): Promise<URL> {
  const fromEnvironment = process.env["npm_config_registry"];
  if (fromEnvironment !== undefined) return new URL(fromEnvironment);
  const { stdout } = await promisify(execFile)("npm", ["config", "get", "registry"], {
    shell: process.platform === "win32",
  });
  return new URL(stdout.trim());
}
