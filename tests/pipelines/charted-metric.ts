import { metricId, refreshed, shop } from "./sales-metric.js";
import { createScenario, organizationId, type PipelineTarget } from "./scenario.js";
import { sales, totalChart } from "./templates.js";

const fragileChart = totalChart.replace(
  "const total",
  'if (rows.length > 3) throw new Error("too many rows");\n  const total',
);

/** A metric of three points with a built-in chart and one of the host's own, which fails on more points. */
export async function withCharts(target: PipelineTarget) {
  const scenario = await createScenario(target);
  const engine = scenario.engine();
  scenario.answer(sales(1, 2, 3));
  const { chart } = await engine.metrics.create({ ...shop, start: false });
  scenario.clock.advance(1_000);
  const { id: fragile } = await engine.charts.create({ metricId, name: "Total", transform: fragileChart });
  await refreshed(engine.run("metricsmith/metric/create", {}, { organizationId, metricId }));
  scenario.clock.advance(60_000);
  return { scenario, engine, fragile, builtIn: chart.id };
}
