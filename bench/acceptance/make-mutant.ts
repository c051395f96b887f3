import type { Sandbox } from "@metricsmith/core";
import { samePoints } from "../rules/same-points.js";
import { type Operator, seededRandom } from "./operators/operator.js";
import type { Listed } from "./read-listing.js";
import { runCode } from "./run-code.js";

/** What an operator makes of a transformer. */
export interface Mutant {
  readonly operator: string;
  /** The transformer that it was. */
  readonly of: Listed;
  readonly code: string;
  /** True when it gives the expected points on this response all the same. */
  readonly isEqual: boolean;
}

/** Most versions that are tried for one operator and transformer. */
const MAXIMUM_TRIED = 8;

/** The first wrong version that runs and gives other points; `null` when none runs. */
export async function makeMutant(sandbox: Sandbox, of: Listed, { name, mutate }: Operator): Promise<Mutant | null> {
  const random = seededRandom(`${name} ${of.title}`);
  const versions = mutate({ code: of.code, case: of.case, points: of.case.expected, random });
  let equal: Mutant | null = null;
  for (const code of [...new Set(versions)].slice(0, MAXIMUM_TRIED)) {
    const points = await runCode(sandbox, of.case, code);
    if (typeof points === "string") continue;
    const { isSame } = samePoints(points, of.case);
    if (!isSame) return { operator: name, of, code, isEqual: false };
    equal ??= { operator: name, of, code, isEqual: true };
  }
  return equal;
}
