import type { Generator } from "../ports/generator.js";
import type { SandboxLimits } from "../ports/sandbox.js";
import type { DefinitionOf } from "./metric-definition.js";
import type { ModelLedgerOptions } from "./model-ledger.js";

/** What the metric pipelines need beside their step context. */
export interface IngestingServices {
  readonly definitionOf: DefinitionOf;
  /** Asked in this order for transformers and charts that nobody has written. */
  readonly generators: readonly Generator[];
  readonly ledger: ModelLedgerOptions;
  readonly limits: SandboxLimits;
  /** Most rows of a chart. */
  readonly maximumChartPoints: number;
}
