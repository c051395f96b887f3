import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { PointColumns } from "../ports/sandbox.js";
import { assertPoints } from "./check-points.js";
import { countRecords } from "./count-records.js";
import type { TransformerExecution } from "./transformer-execution.js";

/**
 * Runs accepted code over a response and returns points that can be stored. No points from a response without records is "no
 * new data" and no error.
 *
 * @throws {MetricsmithError} what `Sandbox.run` throws; POINTS_INVALID; TRANSFORM_EMPTY when the response holds records and the
 * code made no points of them, unless `allowEmpty`.
 */
export async function executeTransformer(execution: TransformerExecution): Promise<PointColumns> {
  const { kind, context, input, allowEmpty } = execution;
  const columns = await runTransformer(execution);
  assertPoints(columns, { kind, fetchedAtMs: context.fetchedAtMs });
  if (columns.count > 0 || allowEmpty === true) return columns;
  const records = countRecords(input);
  if (records === 0) return columns;
  throw new MetricsmithError(
    `The code gave no points although the response holds ${records} records. Nothing was stored: see whether the response has changed, and correct the code or mapping.`,
    { code: "TRANSFORM_EMPTY", details: { records } },
  );
}

/** One run in the sandbox, unjudged. */
export async function runTransformer(execution: TransformerExecution): Promise<PointColumns> {
  const { sandbox, code, input, endpointConfig, context, seed, limits, signal, onConsole } = execution;
  const argument = endpointConfig;
  return sandbox.run({ kind: "ingestion", code, input, argument, context, seed, limits, signal, onConsole });
}
