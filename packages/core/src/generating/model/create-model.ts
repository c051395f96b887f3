import type { Generator } from "../../ports/generator.js";
import type { ModelClient } from "../../ports/model.js";
import { type ModelOptions, resolveModelOptions } from "./model-options.js";
import { proposeModelChart } from "./propose-model-chart.js";
import { proposeTransformer } from "./propose-transformer.js";

/**
 * A generator that asks a language model: once for a new response, and again with what acceptance found when its code is not accepted.
 * The model sees the response, or samples of it, with what is masked replaced by stand-ins; never the values of parameters. Its code is
 * trusted no more than anybody's.
 *
 * @throws {MetricsmithError} OPTION_INVALID
 */
export function model(client: ModelClient, options: ModelOptions = {}): Generator {
  const resolved = resolveModelOptions(options);
  return {
    origin: "model",
    model: client.modelId,
    propose: (input) => proposeTransformer(client, resolved, input),
    proposeChart: (input) => proposeModelChart(client, resolved, input),
  };
}
