import type { MappingFields } from "./mapping-fields.js";
import { resolveMappingPath } from "./mapping-path.js";
import type { MappingProblem } from "./mapping-problems.js";
import { recordLevels } from "./mapping-records.js";

/** What is wrong with the paths of records, and with columns that are missing or of no use. */
export function recordsProblems(mapping: MappingFields): MappingProblem[] {
  return recordLevels(mapping).flatMap(({ path, recordsAre, columns }, depth) => {
    const place = levelPlace(mapping, depth);
    const problems: MappingProblem[] = [];
    if (resolveMappingPath(path).origin !== "record") {
      const start = depth === 0 ? "the response" : "the outer record";
      const prefixes = depth === 0 ? '"$root" or "$key"' : '"$..."';
      problems.push({
        path: [...place, depth === 0 ? "records" : "path"],
        message: `starts at ${start} anyway: leave out the ${prefixes}`,
      });
    }
    if (recordsAre === "rows" && columns === undefined) {
      problems.push({ path: [...place, "columns"], message: 'is missing: rows need { path, name? } or "first-row"' });
    }
    if (recordsAre !== "rows" && columns !== undefined) {
      problems.push({
        path: [...place, "columns"],
        message: 'has no meaning for records that are no "rows": remove it',
      });
    }
    if (typeof columns === "object") problems.push(...columnsProblems(columns, place, depth));
    return problems;
  });
}

function columnsProblems(
  { path, name }: Exclude<MappingFields["columns"], "first-row" | undefined>,
  place: readonly string[],
  depth: number,
): MappingProblem[] {
  const { origin } = resolveMappingPath(path);
  const isOuter = origin === "parent" && depth > 0;
  const problems: MappingProblem[] = [];
  if (origin !== "record" && origin !== "root" && !isOuter) {
    const starts = depth === 0 ? "the response" : 'the response, or as "$parent..." at the outer record';
    problems.push({
      path: [...place, "columns", "path"],
      message: `cannot start with "$${origin}": it starts at ${starts}`,
    });
  }
  if (name !== undefined && resolveMappingPath(name).origin !== "record") {
    problems.push({ path: [...place, "columns", "name"], message: 'starts at the column: leave out the "$..."' });
  }
  return problems;
}

function levelPlace({ within }: MappingFields, depth: number): string[] {
  if (depth === 0) return [];
  return Array.isArray(within) ? ["within", String(depth - 1)] : ["within"];
}
