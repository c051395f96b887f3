import { type Stage, viewMetric } from "./stage.js";

interface KnownValue {
  readonly templateId: string;
  /** The point, or with several series the sum of all points, at this time. */
  readonly at: string;
  readonly value: number;
}

/** Read from the files in `data/` with other tools, so that a wrong template does not go unnoticed. */
const knownValues: readonly KnownValue[] = [
  { templateId: "earthquakes-per-day", at: "2018-02-06", value: 209 },
  { templateId: "strongest-earthquake", at: "2018-02-06", value: 6.4 },
  { templateId: "unemployment-by-industry", at: "2010-02-01", value: 14_988_000 },
  { templateId: "daily-high", at: "2015-12-31", value: 5.6 },
  { templateId: "jobs-by-sector", at: "2015-12-01", value: 143_093_000 },
  { templateId: "jobs-gained", at: "2009-03-01", value: -802_000 },
];

/** Compares stored points with what the data is known to say. */
export async function compareKnownValues(stage: Stage): Promise<void> {
  const { smith, terminal, claims } = stage;
  const before = claims.broken.length;
  for (const { templateId, at, value } of knownValues) {
    const [metric] = await smith.metrics.list({ templateId });
    const { points } = await viewMetric(stage, metric?.id ?? "");
    const stored = points
      .filter(({ timestamp }) => timestamp.getTime() === Date.parse(at))
      .reduce((sum, point) => sum + point.value, 0);
    claims.check(`${templateId} is ${value} on ${at}, not ${stored}`, stored === value);
  }
  const isRight = claims.broken.length === before;
  terminal.line();
  terminal.line(
    `  ${isRight ? terminal.good("✓") : terminal.bad("✗")} ${knownValues.length} stored values compared with the source files`,
  );
}
