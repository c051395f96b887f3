import type { Measure } from "../../metrics/measure.js";
import type { MetricKind } from "../../metrics/metric.js";
import type { Plan } from "../explaining/plan.js";
import type { EvaluationContext, RecordGroup } from "../explaining/read-groups.js";
import type { Structure } from "../responses/find-columns.js";
import type { ResponseCells } from "../responses/response-cells.js";

/** Whether one part of a measure is what code gives. `unknown`: the words do not decide it. */
export interface MeasureVerdict {
  readonly verdict: "pass" | "unknown" | "fail";
  /** One sentence. */
  readonly message: string;
}

/** An explanation, beside what it should be. */
export interface MeasureSubject {
  readonly measure: Measure;
  readonly kind: MetricKind;
  readonly plan: Plan;
  readonly structure: Structure;
  readonly cells: ResponseCells;
  /** The records of the whole response, by point. */
  readonly groups: readonly RecordGroup[];
  readonly context: EvaluationContext;
}

export function passes(message: string): MeasureVerdict {
  return { verdict: "pass", message };
}

export function isUnclear(message: string): MeasureVerdict {
  return { verdict: "unknown", message };
}

export function fails(message: string): MeasureVerdict {
  return { verdict: "fail", message };
}
