import type { JsonObject, ModelCompletion, ModelRequest } from "@metricsmith/core/adapter";
import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import { httpFailure } from "./http-failure.js";
import { noCompletion } from "./no-completion.js";
import type { ResolvedOpenaiClientOptions } from "./openai-client-options.js";
import { partAt } from "./part-at.js";
import { requestOptions, schemaName } from "./request-options.js";
import { withSchemaInPrompt } from "./schema-prompt.js";
import { countedUsage, usageOf } from "./token-usage.js";

/** One request to `/chat/completions`. @see https://platform.openai.com/docs/api-reference/chat/create */
export async function askChat(
  options: ResolvedOpenaiClientOptions,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelCompletion> {
  const body: unknown = chatBody(options, request);
  const answer: unknown = await options.client.chat.completions.create(
    body as ChatCompletionCreateParamsNonStreaming,
    requestOptions(request, signal),
  );
  return readChat(answer, options.modelId, request);
}

function chatBody(options: ResolvedOpenaiClientOptions, request: ModelRequest): JsonObject {
  const messages = options.schemaInPrompt ? withSchemaInPrompt(request) : request.messages;
  const format = responseFormat(options, request);
  return {
    ...options.parameters,
    model: options.model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    [options.chatLimit]: request.maximumOutputTokens,
    ...(options.temperature && request.temperature !== undefined ? { temperature: request.temperature } : {}),
    ...(format === null ? {} : { response_format: format }),
  };
}

function responseFormat(
  { structuredOutput }: ResolvedOpenaiClientOptions,
  { answer }: ModelRequest,
): JsonObject | null {
  if (structuredOutput === "prompt") return null;
  if (structuredOutput === "json-object") return { type: "json_object" };
  return { type: "json_schema", json_schema: { name: schemaName(answer), schema: answer.schema, strict: true } };
}

function readChat(answer: unknown, modelId: string, request: ModelRequest): ModelCompletion {
  const counted = {
    inputTokens: partAt(answer, "usage", "prompt_tokens"),
    outputTokens: partAt(answer, "usage", "completion_tokens"),
  };
  const usage = countedUsage(counted);
  const choice = partAt(answer, "choices", 0);
  const problem = errorIn(answer) ?? errorIn(choice);
  if (problem !== null) throw httpFailure(modelId, problem);

  const reason = partAt(choice, "finish_reason");
  if (reason === "length") throw noCompletion(modelId, "truncated", usage);
  if (reason === "content_filter") throw noCompletion(modelId, "filtered", usage);
  const refusal = partAt(choice, "message", "refusal");
  if (typeof refusal === "string" && refusal !== "") throw noCompletion(modelId, "refused", usage);
  const text = textOf(partAt(choice, "message", "content"));
  if (text === "") throw noCompletion(modelId, "empty", usage);
  return { text, usage: usageOf(counted, request, text) };
}

/** Routers such as OpenRouter answer 200 and put the status of the server behind them into the body. */
function errorIn(answer: unknown): { readonly status: number; readonly providerCode: unknown } | null {
  const status = partAt(answer, "error", "code");
  const isStatus = typeof status === "number" && status >= 400 && status < 600;
  return isStatus ? { status, providerCode: partAt(answer, "error", "type") } : null;
}

/** Most servers give a text, some a list of parts. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => partAt(part, "text"))
    .filter((text) => typeof text === "string")
    .join("");
}
