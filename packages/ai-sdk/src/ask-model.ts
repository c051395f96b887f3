import type { ModelCompletion, ModelRequest } from "@metricsmith/core/adapter";
import { generateText, jsonSchema, type LanguageModel, type ModelMessage, Output } from "ai";
import type { ResolvedAiSdkClientOptions } from "./ai-sdk-client-options.js";
import { noCompletion } from "./no-completion.js";
import { partAt } from "./part-at.js";
import { withSchemaInPrompt } from "./schema-prompt.js";
import { countedUsage, usageOf } from "./token-usage.js";

// In the body stands what some providers do not tell: that the model refused. From version 7 on it has to be asked for.
const withResponseBody = { include: { responseBody: true } };

type TextOptions = Parameters<typeof generateText>[0];

/** One try of `generateText`. */
export async function askModel(
  options: ResolvedAiSdkClientOptions,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelCompletion> {
  const { modelId } = options;
  const result = await generateText(textOptions(options, request, signal));
  const counted = { inputTokens: result.usage.inputTokens, outputTokens: result.usage.outputTokens };
  const usage = countedUsage(counted);
  if (result.finishReason === "length") throw noCompletion(modelId, "truncated", usage);
  if (result.finishReason === "content-filter") throw noCompletion(modelId, "filtered", usage);
  if (isRefusal(result.response.body)) throw noCompletion(modelId, "refused", usage);
  if (result.text === "") throw noCompletion(modelId, "empty", usage);
  return { text: result.text, usage: usageOf(counted, request, result.text) };
}

function textOptions(options: ResolvedAiSdkClientOptions, request: ModelRequest, signal: AbortSignal): TextOptions {
  const { maximumOutputTokens, temperature } = request;
  const messages = options.schemaInPrompt ? withSchemaInPrompt(request) : request.messages;
  const [first, ...others] = messages;
  const hasSystem = first?.role === "system";
  return {
    model: options.model as LanguageModel,
    ...(hasSystem ? { system: first.content } : {}),
    messages: (hasSystem ? others : messages).map(({ role, content }): ModelMessage => ({ role, content })),
    maxOutputTokens: maximumOutputTokens,
    maxRetries: 0,
    abortSignal: signal,
    ...(options.temperature && temperature !== undefined ? { temperature } : {}),
    ...(options.structuredOutput === "prompt" ? {} : { output: unparsed(options.structuredOutput, request) }),
    providerOptions: options.providerOptions as TextOptions["providerOptions"] & {},
    ...withResponseBody,
  };
}

/** Asks for JSON, and leaves the text as it is: an answer in another shape is no error here. */
function unparsed(kind: "strict" | "json-object", { answer }: ModelRequest): Output.Output<string> {
  const { name } = answer;
  const schema = jsonSchema(answer.schema as Parameters<typeof jsonSchema>[0]);
  const output: Output.Output = kind === "strict" ? Output.object({ name, schema }) : Output.json({ name });
  return { ...output, parseCompleteOutput: async ({ text }) => text };
}

/** `@ai-sdk/openai-compatible` passes over refusals, and other providers give them out as the model's text. */
function isRefusal(body: unknown): boolean {
  const refusal = partAt(body, "choices", 0, "message", "refusal");
  if (typeof refusal === "string" && refusal !== "") return true;
  const output = partAt(body, "output");
  return Array.isArray(output) && output.some((item: unknown) => hasRefusal(partAt(item, "content")));
}

function hasRefusal(content: unknown): boolean {
  return Array.isArray(content) && content.some((part: unknown) => partAt(part, "type") === "refusal");
}
