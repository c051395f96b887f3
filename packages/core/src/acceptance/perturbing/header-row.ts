import { readNumber } from "../explaining/read-number.js";
import type { List, Structure } from "../responses/find-columns.js";

/** True when the first row of a list of rows names its columns, as in `[["day", "visits"], ["2026-03-01", 5]]`. */
export function hasHeaderRow(list: List, { columns }: Structure): boolean {
  const depth = list.path.segments.length;
  return columns.some(({ path, cells }) => {
    const isCell = path.segments.length === depth + 1 && path.segments.at(-1)?.kind === "position";
    if (!isCell || !path.text.startsWith(list.path.text) || cells.length < 2) return false;
    const [first, ...others] = cells;
    return (
      typeof first?.value === "string" &&
      readNumber(first.value, "plain") === null &&
      others.every(({ value }) => value === null || readNumber(value, "plain") !== null)
    );
  });
}
