import type { JsonObject, JsonValue, ModelUsage } from "@metricsmith/core/adapter";

/** What a model says, whatever the protocol. */
export type ModelReply = (
  | { readonly text: string }
  /** The text is this, as JSON. */
  | { readonly json: JsonValue }
  /** The model declines, and says so in these words. */
  | { readonly refusal: string }
  /** The model reached its limit of tokens after this part of its text. */
  | { readonly cutOff: string }
  /** A filter stopped the model after this part of its text. */
  | { readonly filtered: string }
  /** The model's server holds no answer at all: no choice, no output. */
  | { readonly empty: true }
) & {
  /** `null`: the server does not say. @defaultValue 100 and 20 */
  readonly usage?: ModelUsage | null | undefined;
};

const usual: ModelUsage = { inputTokens: 100, outputTokens: 20 };

interface Origin {
  readonly id: string;
  readonly model: string;
}

/** The body of an answer to `POST /v1/chat/completions`. @see https://platform.openai.com/docs/api-reference/chat/object */
export function chatCompletion(reply: ModelReply, { id, model }: Origin): JsonObject {
  const isRefusal = "refusal" in reply;
  const message = {
    role: "assistant",
    content: isRefusal ? null : textOf(reply),
    refusal: isRefusal ? reply.refusal : null,
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: finishReason(reply) };
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created: 0,
    model,
    choices: "empty" in reply ? [] : [choice],
    usage: chatUsage(reply),
  };
}

function finishReason(reply: ModelReply): string {
  if ("cutOff" in reply) return "length";
  return "filtered" in reply ? "content_filter" : "stop";
}

function chatUsage({ usage = usual }: ModelReply): JsonObject | undefined {
  if (usage === null) return undefined;
  const { inputTokens, outputTokens } = usage;
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}

/** The body of an answer to `POST /v1/responses`. @see https://platform.openai.com/docs/api-reference/responses/object */
export function response(reply: ModelReply, { id, model }: Origin): JsonObject {
  const reason = incompleteReason(reply);
  const status = reason === null ? "completed" : "incomplete";
  const content =
    "refusal" in reply
      ? { type: "refusal", refusal: reply.refusal }
      : { type: "output_text", text: textOf(reply), annotations: [], logprobs: [] };
  const message = { id: `msg_${id}`, type: "message", role: "assistant", status, content: [content] };
  return {
    id: `resp_${id}`,
    object: "response",
    created_at: 0,
    status,
    error: null,
    incomplete_details: reason === null ? null : { reason },
    instructions: null,
    metadata: {},
    model,
    output: "empty" in reply ? [] : [message],
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    usage: responseUsage(reply),
  };
}

function incompleteReason(reply: ModelReply): string | null {
  if ("cutOff" in reply) return "max_output_tokens";
  return "filtered" in reply ? "content_filter" : null;
}

function responseUsage({ usage = usual }: ModelReply): JsonObject | undefined {
  if (usage === null) return undefined;
  const { inputTokens, outputTokens } = usage;
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  };
}

/** The body of an error, as both protocols have it. */
export function errorBody(message: string): JsonObject {
  return { error: { message, type: "invalid_request_error", param: null, code: null } };
}

function textOf(reply: Exclude<ModelReply, { refusal: string }>): string {
  if ("json" in reply) return JSON.stringify(reply.json);
  if ("cutOff" in reply) return reply.cutOff;
  if ("filtered" in reply) return reply.filtered;
  return "text" in reply ? reply.text : "";
}
