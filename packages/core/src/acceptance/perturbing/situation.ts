import type { AcceptanceCheckName } from "../../transformers/acceptance-report.js";
import type { JsonValue } from "../../util/json.js";
import { editValues } from "../responses/edit-response.js";
import type { Column } from "../responses/find-columns.js";
import type { GenericPath } from "../responses/generic-path.js";
import type { ChangeNumber } from "./perturb-values.js";
import type { Random } from "./seeded-random.js";

/** A response that could come one day, made from the one that did. */
export interface Situation {
  readonly name: string;
  readonly body: JsonValue;
  /** The list whose records are others; `null` where all records are there. */
  readonly list: GenericPath | null;
  /** What a wrong answer to it says about the code. */
  readonly check: AcceptanceCheckName;
  /** Says what is wrong with code that answers it otherwise than its explanation. */
  readonly failure: string;
  /** True where refusing the response, by throwing or by a value that is no number, is as right as leaving the record out. */
  readonly mayRefuse: boolean;
  /**
   * How many decimals the numbers had before, where they have more now: code may cut whole numbers, and round what it added or
   * scaled, as far as that loses nothing of what the response really holds. `null` where all decimals count.
   */
  readonly decimals: number | null;
}

/** What the points come from, as far as it is known: the columns of their values and of their times. */
export interface ChangedColumns {
  readonly numbers: readonly Column[];
  readonly times: readonly Column[];
  readonly random: Random;
  readonly seed: number;
}

/** A copy of a response with every number of some columns changed. What is missing stays missing. */
export function setNumbers(
  body: JsonValue,
  columns: readonly Column[],
  change: ChangeNumber,
  random: Random,
): JsonValue {
  return columns.reduce(
    (edited, { path, header }) =>
      editValues(edited, path, (value) =>
        value === null || value === "" || value === header ? value : change(value, random),
      ),
    body,
  );
}
