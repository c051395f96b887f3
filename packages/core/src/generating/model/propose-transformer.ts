import type { GenerateInput, Proposal } from "../../ports/generator.js";
import type { ModelClient } from "../../ports/model.js";
import { describeShape } from "../../shapes/describe-shape.js";
import type { JsonValue } from "../../util/json.js";
import { readBody } from "../rules/read-body.js";
import { converse } from "./converse.js";
import { fenceData } from "./fence-data.js";
import { hideParameters, secretParameters } from "./hide-parameters.js";
import { createMasker, type Masker } from "./masking/create-masker.js";
import type { ResolvedModelOptions } from "./model-options.js";
import { transformerSystemPrompt } from "./prompts/transformer-system-prompt.js";
import { transformerTaskPrompt } from "./prompts/transformer-task-prompt.js";
import { transformerAnswerRequest, transformerAnswerSchema, unfencedCode } from "./read-answer.js";
import { isDeeperThan, maximumResponseDepth } from "./response-depth.js";
import { sampleResponse } from "./sampling/sample-response.js";
import { type SeededRandom, seededRandom } from "./seeded-random.js";
import { transformerReasons } from "./written-reasons.js";

/** The lines around the response. */
const FENCE_LENGTH = 100;

/**
 * Code that a model wrote for a response, with what acceptance says of it.
 *
 * @throws {MetricsmithError} MODEL_ codes and BUDGET_EXCEEDED; the signal's reason when it fires
 */
export async function proposeTransformer(
  client: ModelClient,
  options: ResolvedModelOptions,
  input: GenerateInput,
): Promise<Proposal> {
  const { subject, payload, endpointConfig, signal } = input;
  signal.throwIfAborted();
  const reading = readBody(payload);
  if ("refusal" in reading) return { outcome: "refused", reason: reading.refusal };
  const { body } = reading;
  if (isDeeperThan(body, maximumResponseDepth)) {
    return { outcome: "refused", reason: `The response is nested deeper than ${maximumResponseDepth} levels.` };
  }
  if (subject.kind !== "gauge" && hasEmptyListsOnly(body)) {
    return { outcome: "no-data", reason: "The lists of the response are all empty: nothing can be read from it yet." };
  }
  const masker = createMasker({
    body,
    paths: options.maskPaths,
    detectors: options.detectors,
    secrets: secretParameters(endpointConfig),
    seed: input.seed,
  });
  // Another stream than the stand-ins have.
  const random = seededRandom(input.seed ^ 0x5bd1e995);
  const task = renderTask(input, options, { body, masker, random });
  const ended = await converse({
    client,
    options,
    messages: [
      { role: "system", content: transformerSystemPrompt.text },
      { role: "user", content: task },
    ],
    answer: transformerAnswerRequest,
    schema: transformerAnswerSchema,
    interpret: ({ code }): { code: string } => ({ code: unfencedCode(code) }),
    judge: input.judge,
    complete: input.complete,
    firstReason: "transformer",
    maskText: (text) => hideParameters(masker.maskText(text), endpointConfig, task),
    random,
    signal,
  });
  if ("end" in ended) return { outcome: "refused", reason: "The model gave no code." };
  const { judged } = ended;
  const reasons = transformerReasons(judged, { model: client.modelId, rounds: options.rounds });
  return { outcome: "candidate", candidate: { code: judged.code, mapping: null, reasons }, report: judged.report };
}

function renderTask(
  { subject, context, payload, seed }: GenerateInput,
  options: ResolvedModelOptions,
  { body, masker, random }: { readonly body: JsonValue; readonly masker: Masker; readonly random: SeededRandom },
): string {
  const bytes = payload.byteLength;
  const render = (response: { isWhole: boolean; fenced: string }): string =>
    transformerTaskPrompt.render({
      subject,
      fetchedAtMs: context.fetchedAtMs,
      maskText: masker.maskText,
      response: { ...response, bytes },
    });
  const frame = render({ isWhole: false, fenced: "" });
  const budget = options.promptBudget - transformerSystemPrompt.text.length - frame.length - FENCE_LENGTH;
  const sample = sampleResponse({ body, bytes, budget, seed, masker });
  const fenced = fenceData(sample.text, random, [frame]).text;
  return render({ isWhole: sample.isWhole, fenced });
}

/** True for a response whose lists, of which there are some, hold nothing at all. */
function hasEmptyListsOnly(body: JsonValue): boolean {
  const { paths } = describeShape(body);
  return paths.some(({ types }) => types.array !== undefined) && !paths.some(({ list }) => list !== null);
}
