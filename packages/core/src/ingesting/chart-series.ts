import type { ChartPreferences } from "../charts/chart-preferences.js";
import type { StoredDataPoint } from "../metrics/data-point.js";
import type { AggregatePointsInput, GenerationKey, PointStore, PointSummary } from "../ports/points.js";
import { compareCodePoints } from "../util/compare-code-points.js";

type ChartPoints = Pick<PointStore, "list" | "aggregate" | "summarize">;

/** So many series are asked for one by one; of more, all are read and the others left out. */
const mostQuestions = 12;
const longestList = 10_000;

/** The points of the series that a chart shows, as if the metric had no others. */
export function pointsOfSeries(
  points: ChartPoints,
  { series, excludedSeries }: Pick<ChartPreferences, "series" | "excludedSeries">,
): ChartPoints {
  const excluded = new Set(excludedSeries ?? []);
  const chosen = series === null || series === undefined ? null : new Set(series.filter((name) => !excluded.has(name)));
  if (chosen === null && excluded.size === 0) return points;
  if (chosen !== null && chosen.size <= mostQuestions) return eachOf(points, [...chosen].sort(compareCodePoints));
  return except(points, (name) => (chosen === null ? !excluded.has(name) : chosen.has(name)));
}

function eachOf(points: ChartPoints, names: readonly string[]): ChartPoints {
  async function ask<Answer>(question: (series: string) => Promise<Answer>): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const name of names) answers.push(await question(name));
    return answers;
  }
  return {
    async list(input) {
      const lists = await ask((series) => points.list({ ...input, series }));
      return lists.flat().sort(inPointOrder).slice(0, input.limit);
    },
    async aggregate(input) {
      const lists = await ask((series) => points.aggregate({ ...input, series }));
      return lists.flat().sort((a, b) => a.bucket - b.bucket || compareCodePoints(a.series, b.series));
    },
    async summarize(range) {
      return together(await ask((series) => points.summarize({ ...range, series })));
    },
  };
}

/** Reads everything: what is left out is only known by name. */
function except(points: ChartPoints, isShown: (series: string) => boolean): ChartPoints {
  return {
    async list(input) {
      const shown: StoredDataPoint[] = [];
      let after = input.after;
      while (shown.length < input.limit) {
        const page = await points.list({ ...input, after, limit: longestList });
        shown.push(...page.filter(({ series }) => isShown(series)));
        if (page.length < longestList) break;
        after = page.at(-1);
      }
      return shown.slice(0, input.limit);
    },
    async aggregate(input: AggregatePointsInput) {
      return (await points.aggregate(input)).filter(({ series }) => isShown(series));
    },
    async summarize(range) {
      const { first, last } = await points.summarize(range);
      if (first === null || last === null) return together([]);
      const boundaries = [first, new Date(last.getTime() + 1)];
      const { metricId, generation }: GenerationKey = range;
      const shown = (await points.aggregate({ metricId, generation, boundaries })).filter(({ series }) =>
        isShown(series),
      );
      // The ends may be those of series that are left out: the chart then begins or ends with a gap.
      return shown.length === 0
        ? together([])
        : { first, last, count: shown.reduce((sum, { count }) => sum + count, 0), seriesCount: shown.length };
    },
  };
}

function together(summaries: readonly PointSummary[]): PointSummary {
  const filled = summaries.filter(({ count }) => count > 0);
  const times = (pick: (summary: PointSummary) => Date | null): number[] =>
    filled.flatMap((summary) => pick(summary)?.getTime() ?? []);
  return {
    count: filled.reduce((sum, { count }) => sum + count, 0),
    first: filled.length === 0 ? null : new Date(Math.min(...times(({ first }) => first))),
    last: filled.length === 0 ? null : new Date(Math.max(...times(({ last }) => last))),
    seriesCount: filled.length,
  };
}

function inPointOrder(a: StoredDataPoint, b: StoredDataPoint): number {
  return a.timestamp.getTime() - b.timestamp.getTime() || compareCodePoints(a.series, b.series);
}
