import type { JsonValue } from "../../util/json.js";
import { editKeys, editValues } from "../responses/edit-response.js";
import { moveKey, moveTime, spreadClocks } from "./perturb-times.js";
import type { ChangedColumns, Situation } from "./situation.js";
import { timeFormatsOf } from "./time-column.js";

/** A response whose times lie all over a year. */
export function timeSituations(body: JsonValue, { times, random }: ChangedColumns): Situation[] {
  if (times.length === 0) return [];
  const spread = times.reduce((edited, column) => {
    const [format] = timeFormatsOf(column);
    if (format === undefined) return edited;
    const move = spreadClocks(
      column.cells.map(({ value }) => value),
      format,
      random,
    );
    return column.path.isKey
      ? editKeys(edited, column.path, (key) => moveKey(key, format, move))
      : editValues(edited, column.path, (value) => moveTime(value, format, move));
  }, body);
  return [
    {
      name: "other-times",
      list: null,
      check: "times-explained",
      body: spread,
      failure: "Times of another season, day or hour are not read as they are written",
      mayRefuse: false,
      decimals: null,
    },
  ];
}
