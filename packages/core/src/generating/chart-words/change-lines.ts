import type { ChartPreferences } from "../../charts/chart-preferences.js";
import type { Meaning } from "./apply-meaning.js";
import type { KnownName } from "./known-names.js";

type LineChanges = Partial<Pick<ChartPreferences, "series" | "excludedSeries" | "top" | "dimensions" | "showsValue">>;

interface Lines {
  series: string[] | null;
  excludedSeries: string[];
  dimensions: string[];
  showsValue: boolean;
}

/** Which series and dimensions are drawn after a request, as changes of the preferences; a sentence where it makes no sense. */
export function changeLines({ known, settings, lists, isComparison }: Meaning): LineChanges | string {
  const { preferences, seriesNames } = known;
  const lines: Lines = {
    series: [...(preferences.series ?? [])],
    excludedSeries: [...(preferences.excludedSeries ?? [])],
    dimensions: [...preferences.dimensions],
    showsValue: preferences.showsValue !== false,
  };
  if (preferences.series === null || preferences.series === undefined) lines.series = null;
  const chosen = lists.filter(
    ({ action, names }) => (action === "only" || action === "mention") && names.some(isNoValue),
  );
  let showsAll = settings.allSeries === true;
  if (isComparison) {
    const compared = lists
      .filter(({ action }) => action === "only" || action === "mention")
      .flatMap(({ names }) => names);
    const isByLines = showsAll || lists.some(({ action }) => action === "by");
    if (new Set(compared).size < 2 && !isByLines) return "It does not say which two series or dimensions to compare.";
  }
  if (chosen.length > 1) return "It chooses series or dimensions twice.";
  for (const { action, names } of lists) {
    if (action === "by") {
      const [name] = names;
      if (names.length !== 1 || name === undefined) return "It names several things to draw a line for each of.";
      if (name.kind === "value" || name.kind === "series")
        return `"${name.name}" is no name of what tells lines apart.`;
      if (name.kind === "lines" && seriesNames.length < 2) return `The metric has no lines by ${name.name}.`;
      showsAll = true;
      if (name.kind === "dimension" && !lines.dimensions.includes(name.name)) lines.dimensions.push(name.name);
      continue;
    }
    const problem = applyList(action, names, lines);
    if (problem !== null) return problem;
  }
  if (showsAll) {
    if (chosen.some(({ names }) => names.some(({ kind }) => kind === "series")))
      return "It asks for all series and for some of them.";
    lines.series = null;
    if (!lists.some(({ action }) => action === "without")) lines.excludedSeries = [];
  }
  const remaining = (lines.series ?? seriesNames).filter((name) => !lines.excludedSeries.includes(name));
  if (remaining.length === 0) return "It leaves no series to draw.";
  if (lines.dimensions.length === 0 && !lines.showsValue) return "It leaves nothing to draw.";
  return changesOf(lines, preferences, settings.top, showsAll);
}

function applyList(
  action: "only" | "without" | "add" | "mention",
  names: readonly KnownName[],
  lines: Lines,
): string | null {
  const series = names.filter(({ kind }) => kind === "series").map(({ name }) => name);
  const dimensions = names.filter(({ kind }) => kind === "dimension").map(({ name }) => name);
  const hasValue = names.some(({ kind }) => kind === "value");
  if (names.some(({ kind }) => kind === "lines")) {
    // "top 5 regions", "all regions" and "regions" alone say nothing of which.
    return action === "mention" && names.length === 1
      ? null
      : "It names what tells the lines apart where a line is needed.";
  }
  switch (action) {
    case "without":
      if (lines.series === null) lines.excludedSeries = union(lines.excludedSeries, series);
      else if (series.some((name) => lines.series?.includes(name) !== true))
        return "It removes a series that is not drawn.";
      else lines.series = lines.series.filter((name) => !series.includes(name));
      if (dimensions.some((name) => !lines.dimensions.includes(name)))
        return "It removes a dimension that is not drawn.";
      lines.dimensions = lines.dimensions.filter((name) => !dimensions.includes(name));
      if (hasValue) lines.showsValue = false;
      return null;
    case "add":
      if (series.length > 0 && lines.series === null && !series.every((name) => lines.excludedSeries.includes(name)))
        return "It adds a series that is drawn already.";
      if (lines.series !== null) lines.series = union(lines.series, series);
      lines.excludedSeries = lines.excludedSeries.filter((name) => !series.includes(name));
      lines.dimensions = union(lines.dimensions, dimensions);
      if (hasValue) lines.showsValue = true;
      return null;
    case "only":
    case "mention":
      if (series.length > 0 && dimensions.length > 0) return "It mixes series and dimensions.";
      if (series.length > 0) {
        lines.series = [...new Set(series)];
        lines.excludedSeries = [];
      } else if (dimensions.length > 0) {
        lines.dimensions = [...new Set(dimensions)];
        lines.showsValue = hasValue;
      } else if (action === "only" && hasValue) {
        lines.dimensions = [];
        lines.showsValue = true;
      }
      return null;
  }
}

function changesOf(
  lines: Lines,
  preferences: ChartPreferences,
  top: number | undefined,
  showsAll: boolean,
): LineChanges {
  const changes: LineChanges = {};
  if (!isSame(lines.series, preferences.series ?? null) || (showsAll && preferences.series !== undefined))
    changes.series = lines.series;
  if (
    !isSame(lines.excludedSeries, preferences.excludedSeries ?? []) ||
    (showsAll && preferences.excludedSeries !== undefined)
  )
    changes.excludedSeries = lines.excludedSeries.length === 0 ? null : lines.excludedSeries;
  if (!isSame(lines.dimensions, preferences.dimensions)) changes.dimensions = lines.dimensions;
  if (lines.showsValue !== (preferences.showsValue !== false)) changes.showsValue = lines.showsValue;
  if (top !== undefined) changes.top = top;
  // Somebody who names series, or wants all, does not want the largest alone.
  else if (preferences.top !== null && preferences.top !== undefined && (showsAll || changes.series !== undefined))
    changes.top = null;
  // It is heard also where everything is drawn already.
  if (showsAll && Object.keys(changes).length === 0) changes.series = null;
  return changes;
}

function union(names: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...names, ...more])];
}

function isSame(one: readonly string[] | null, other: readonly string[] | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isNoValue({ kind }: KnownName): boolean {
  return kind === "series" || kind === "dimension";
}
