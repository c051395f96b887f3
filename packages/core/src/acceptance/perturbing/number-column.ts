import { numberStyles } from "../explaining/read-number.js";
import type { Column } from "../responses/find-columns.js";

/** True for columns whose values are numbers, or texts of numbers. */
export function isNumberColumn(column: Column): boolean {
  if (column.path.isKey) return false;
  return numberStyles(column.cells.map(({ value }) => value)).length > 0;
}
