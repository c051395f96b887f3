import { type Stage, viewMetric } from "@metricsmith-examples/quickstart/stage";
import { amount } from "@metricsmith-examples/quickstart/words";
import type { PrismaClient } from "../generated/client.js";

/** Rows of the app refer to metrics by id, and the app may read Metricsmith's tables with its own client. */
export async function showDashboards(stage: Stage, prisma: PrismaClient, metricIds: readonly string[]): Promise<void> {
  const { terminal, claims } = stage;
  for (const metricId of metricIds) {
    const { metric } = await viewMetric(stage, metricId);
    await prisma.dashboard.create({ data: { id: `dashboard-${metricId}`, title: metric.name, metricId } });
  }
  for (const dashboard of await prisma.dashboard.findMany({ orderBy: { title: "asc" } })) {
    const { metric, points } = await viewMetric(stage, dashboard.metricId);
    const newest = await prisma.metricsmithDataPoint.findFirst({
      where: { metricId: metric.id, generation: metric.liveGeneration },
      orderBy: [{ timestamp: "desc" }, { series: "desc" }],
    });
    const rows = await prisma.metricsmithDataPoint.count({
      where: { metricId: metric.id, generation: metric.liveGeneration },
    });
    const last = points.at(-1);
    claims.check(`${dashboard.title}: the app's client sees ${points.length} points`, rows === points.length);
    claims.check(
      `${dashboard.title}: the app's client sees the newest point as it is`,
      newest?.value === last?.value && newest?.timestamp.getTime() === last?.timestamp.getTime(),
    );
    terminal.line(
      `  ${dashboard.title.padEnd(32)} ${amount(rows, "row")}, newest ${newest?.timestamp.toISOString() ?? "none"}`,
    );
  }
}
