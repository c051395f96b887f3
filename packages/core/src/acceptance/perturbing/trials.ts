import { MetricsmithError } from "../../errors/metricsmith-error.js";
import type { JsonValue } from "../../util/json.js";
import { FAULTS_OF_CODE } from "../faults-of-code.js";
import { runTransformer } from "../execute-transformer.js";
import { type ResponseCells, responseCells } from "../responses/response-cells.js";
import type { TransformerExecution } from "../transformer-execution.js";
import { type RunOutput, toRunOutput } from "./run-output.js";

/** A response that was changed on purpose, and what code made of it. */
export interface Trial {
  readonly body: JsonValue;
  readonly cells: ResponseCells;
  readonly output: RunOutput;
}

/** Runs code over changed responses, each time anew. */
export interface TrialRunner {
  /** Once the code took too long twice, or the budget is used up, no more runs are made: their output is the last error. */
  readonly run: (body: JsonValue) => Promise<Trial>;
  readonly runs: () => number;
}

const MAXIMUM_TIMEOUTS = 2;

/** @throws what `Sandbox.run` throws that is not the code's fault */
export function createTrialRunner(execution: TransformerExecution, maximumRuns: number): TrialRunner {
  let runs = 0;
  let timeouts = 0;
  let lastError = new MetricsmithError("The code was not run again.", { code: "TRANSFORM_FAILED" });

  async function run(body: JsonValue): Promise<Trial> {
    const cells = responseCells(body);
    if (timeouts >= MAXIMUM_TIMEOUTS || runs >= maximumRuns) {
      return { body, cells, output: { state: "threw", error: lastError } };
    }
    runs += 1;
    try {
      const input = new TextEncoder().encode(JSON.stringify(body));
      const columns = await runTransformer({ ...execution, input });
      return { body, cells, output: toRunOutput(columns) };
    } catch (error) {
      if (!MetricsmithError.isInstance(error) || !FAULTS_OF_CODE.has(error.code)) throw error;
      if (error.code === "TRANSFORM_TIMEOUT" || error.code === "TRANSFORM_STEPS") timeouts += 1;
      lastError = error;
      return { body, cells, output: { state: "threw", error } };
    }
  }

  return { run, runs: () => runs };
}
