import { type PathRanking, rankPaths } from "../../shapes/rank-paths.js";
import type { Column, Structure } from "../responses/find-columns.js";
import { addressText, cutPath, lastKey, type PathSegment } from "../responses/generic-path.js";

/**
 * Which columns a text of a measure means. Positions of rows count by the names that the response gives them elsewhere: in a
 * header row, or in a list of names beside the rows. Paths of the ranking are the columns' own.
 */
export function rankColumns(text: string, columns: readonly Column[], structure: Structure): PathRanking {
  const plain = rankPaths(
    text,
    columns.map(({ path }) => path.text),
  );
  if (plain.ranked[0]?.isExact === true) return plain;
  const byName = new Map(columns.map((column) => [nameOf(column, structure), column.path.text]));
  if (byName.size < columns.length) return plain;
  const named = rankPaths(text, [...byName.keys()]);
  return {
    ...named,
    ranked: named.ranked.map((ranked) => ({ ...ranked, path: byName.get(ranked.path) ?? ranked.path })),
  };
}

/** The path of a column with positions replaced by names, where the response has names for them. */
export function nameOf(column: Column, structure: Structure): string {
  const { path } = column;
  const index = path.segments.findLastIndex(({ kind }) => kind === "position");
  const segment = path.segments[index];
  if (segment?.kind !== "position") return path.text;
  const name = column.header ?? namesOfPositions(column, index, structure)?.[segment.position];
  if (name === undefined) return path.text;
  const head = cutPath(path, index).text;
  const tail = path.text.slice(cutPath(path, index + 1).text.length);
  return `${head}.${name}${tail}`;
}

const NAME_KEYS = /^(?:name|title|label|header|key|id|field|column)$/i;

function namesOfPositions(column: Column, index: number, structure: Structure): readonly string[] | null {
  const row = cutPath(column.path, index);
  const width = structure.columns.reduce((most, { path }) => {
    const segment: PathSegment | undefined = path.segments[index];
    const isSame = segment?.kind === "position" && cutPath(path, index).text === row.text;
    return isSame ? Math.max(most, segment.position + 1) : most;
  }, 0);
  const parent = cutPath(row, Math.max(0, row.segments.length - 2)).text;
  const lists = structure.columns.flatMap((candidate) => {
    const names = namesIn(candidate, width);
    if (names === null) return [];
    const isBeside = candidate.path.text.startsWith(parent);
    const hasSameKey = lastKey(candidate.path) === lastKey(row);
    return [{ names, rank: (hasSameKey ? 2 : 0) + (isBeside ? 1 : 0) }];
  });
  lists.push(...rowsOfNames(structure, row.text, width).map((names) => ({ names, rank: 1 })));
  return lists.sort((a, b) => b.rank - a.rank)[0]?.names ?? null;
}

/** The texts of a column that lists as many different names as a row has cells, in each of its lists the same. */
function namesIn({ path, cells }: Column, width: number): readonly string[] | null {
  const end = path.segments.at(-1);
  const isList =
    end?.kind === "items" || (end?.kind === "key" && NAME_KEYS.test(end.key) && path.segments.at(-2)?.kind === "items");
  if (!isList || path.isKey) return null;
  const groups = new Map<string, string[]>();
  for (const { address, value } of cells) {
    if (typeof value !== "string") return null;
    const key = addressText(address.slice(0, -1));
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  const all = [...groups.values()];
  const [first] = all;
  if (first === undefined || first.length !== width || new Set(first).size !== width) return null;
  return all.every((names) => names.join("\n") === first.join("\n")) ? first : null;
}

/** Rows of cells that are the same texts in every record, as short lists of names are. */
function rowsOfNames({ columns }: Structure, except: string, width: number): (readonly string[])[] {
  const rows = new Map<string, string[]>();
  for (const { path, cells } of columns) {
    const end = path.segments.at(-1);
    const [first] = cells;
    if (end?.kind !== "position" || typeof first?.value !== "string") continue;
    if (cells.some(({ value }) => value !== first.value)) continue;
    const parent = cutPath(path, path.segments.length - 1).text;
    if (parent !== except) rows.set(parent, [...(rows.get(parent) ?? []), first.value]);
  }
  return [...rows.values()].filter((names) => names.length === width && new Set(names).size === width);
}
