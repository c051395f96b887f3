import type { SandboxLimits } from "../ports/sandbox.js";
import type { DefinitionOf } from "./metric-definition.js";

/** What the metric pipelines need beside their step context. */
export interface IngestingServices {
  readonly definitionOf: DefinitionOf;
  readonly limits: SandboxLimits;
  /** Most rows of a chart. */
  readonly maximumChartPoints: number;
}
