import type { ChartProposal, GenerateChartInput } from "../../ports/generator.js";
import { interpretChartWords } from "./interpret-chart-words.js";

/** What a request says of a chart, read by rules: preferences, or why it is refused. Never code. */
export function proposeChartFromWords(
  input: Pick<GenerateChartInput, "request" | "subject" | "chart" | "seriesNames" | "dimensionNames">,
): ChartProposal {
  const { request, subject, chart, seriesNames, dimensionNames } = input;
  const { name, measure, template } = subject;
  return interpretChartWords(request, {
    preferences: chart.preferences,
    seriesNames,
    dimensionNames,
    valueNames: [name, template?.name, measure.value, lastField(measure.value), measure.unit].filter(isText),
    linesNames: [measure.series, lastField(measure.series)].filter(isText),
  });
}

/** The last name of a path such as `items[].city`; of words nothing. */
function lastField(path: string | undefined): string | undefined {
  return path === undefined || /\s/.test(path) ? undefined : path.split(/[.[\]]+/).findLast((part) => part !== "");
}

function isText(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
