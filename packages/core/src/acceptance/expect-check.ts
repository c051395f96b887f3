import type { DataPoint } from "../metrics/data-point.js";
import type { PointColumns } from "../ports/sandbox.js";
import type { AcceptanceCheck } from "../transformers/acceptance-report.js";
import { toDataPoints } from "./to-data-points.js";

/** Says whether the points are what the host expects; a text says what is wrong with them. */
export type ExpectPoints = (points: readonly DataPoint[]) => boolean | string;

/** The host's own check. What it throws counts as a no. */
export function expectCheck(expect: ExpectPoints, columns: PointColumns): AcceptanceCheck {
  const name = "expect";
  if (columns.count === 0) return { name, verdict: "unknown", message: "There are no points to look at." };
  try {
    const verdict = expect(toDataPoints(columns));
    if (verdict === true) return { name, verdict: "pass", message: "The points are what the host expects." };
    const message =
      typeof verdict === "string" && verdict !== "" ? verdict : "The points are not what the host expects.";
    return { name, verdict: "fail", message };
  } catch (error) {
    return {
      name,
      verdict: "fail",
      message: `The host's check threw: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
