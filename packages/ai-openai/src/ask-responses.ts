import type { JsonObject, ModelCompletion, ModelRequest } from "@metricsmith/core/adapter";
import type { ResponseCreateParamsNonStreaming } from "openai/resources/responses/responses";
import { httpFailure } from "./http-failure.js";
import { noCompletion } from "./no-completion.js";
import type { ResolvedOpenaiClientOptions } from "./openai-client-options.js";
import { partAt } from "./part-at.js";
import { requestOptions, schemaName } from "./request-options.js";
import { withSchemaInPrompt } from "./schema-prompt.js";
import { countedUsage, usageOf } from "./token-usage.js";

/** One request to `/responses`. @see https://platform.openai.com/docs/api-reference/responses/create */
export async function askResponses(
  options: ResolvedOpenaiClientOptions,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelCompletion> {
  const body: unknown = responsesBody(options, request);
  const answer: unknown = await options.client.responses.create(
    body as ResponseCreateParamsNonStreaming,
    requestOptions(request, signal),
  );
  return readResponse(answer, options.modelId, request);
}

function responsesBody(options: ResolvedOpenaiClientOptions, request: ModelRequest): JsonObject {
  const messages = options.schemaInPrompt ? withSchemaInPrompt(request) : request.messages;
  const format = textFormat(options, request);
  return {
    store: false,
    ...options.parameters,
    model: options.model,
    input: messages.map(({ role, content }) => ({ role, content })),
    max_output_tokens: request.maximumOutputTokens,
    ...(options.temperature && request.temperature !== undefined ? { temperature: request.temperature } : {}),
    ...(format === null ? {} : { text: { ...asObject(options.parameters["text"]), format } }),
  };
}

/** `text` holds more than the format: parameters may set its other members, such as `verbosity`. */
function asObject(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textFormat({ structuredOutput }: ResolvedOpenaiClientOptions, { answer }: ModelRequest): JsonObject | null {
  if (structuredOutput === "prompt") return null;
  if (structuredOutput === "json-object") return { type: "json_object" };
  return { type: "json_schema", name: schemaName(answer), schema: answer.schema, strict: true };
}

function readResponse(answer: unknown, modelId: string, request: ModelRequest): ModelCompletion {
  const counted = {
    inputTokens: partAt(answer, "usage", "input_tokens"),
    outputTokens: partAt(answer, "usage", "output_tokens"),
  };
  const usage = countedUsage(counted);
  const status = partAt(answer, "status");
  if (status === "incomplete") {
    const isFiltered = partAt(answer, "incomplete_details", "reason") === "content_filter";
    throw noCompletion(modelId, isFiltered ? "filtered" : "truncated", usage);
  }
  if (status === "failed") throw failedResponse(modelId, partAt(answer, "error", "code"));

  const parts = contentOf(answer);
  if (parts.some((part) => partAt(part, "type") === "refusal")) throw noCompletion(modelId, "refused", usage);
  const text = parts
    .filter((part) => partAt(part, "type") === "output_text")
    .map((part) => partAt(part, "text"))
    .filter((part) => typeof part === "string")
    .join("");
  if (text === "") throw noCompletion(modelId, "empty", usage);
  return { text, usage: usageOf(counted, request, text) };
}

/** Parts of all messages; what reasoning and tools put out beside them is left aside. */
function contentOf(answer: unknown): readonly unknown[] {
  const output = partAt(answer, "output");
  if (!Array.isArray(output)) return [];
  return output.flatMap((item: unknown): readonly unknown[] => {
    const content = partAt(item, "content");
    return partAt(item, "type") === "message" && Array.isArray(content) ? content : [];
  });
}

/** A response that failed carries a code where its HTTP status, 200, says nothing. */
function failedResponse(modelId: string, code: unknown): Error {
  if (code === "rate_limit_exceeded") return httpFailure(modelId, { status: 429 });
  if (code === "invalid_prompt") return httpFailure(modelId, { status: 400 });
  return httpFailure(modelId, { status: 500 });
}
