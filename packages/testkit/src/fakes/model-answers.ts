import type { JsonObject, JsonValue } from "@metricsmith/core/adapter";

/** What a model says, whatever the protocol. */
export type ModelReply = (
  | { readonly text: string }
  /** The text is this, as JSON. */
  | { readonly json: JsonValue }
  /** The model declines, and says so in these words. */
  | { readonly refusal: string }
  /** The model reached its limit of tokens after this part of its text. */
  | { readonly cutOff: string }
) & {
  /** @defaultValue 100 and 20 */
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number } | undefined;
};

interface Origin {
  readonly id: string;
  readonly model: string;
}

/** The body of an answer to `POST /v1/chat/completions`. @see https://platform.openai.com/docs/api-reference/chat/object */
export function chatCompletion(reply: ModelReply, { id, model }: Origin): JsonObject {
  const { inputTokens, outputTokens } = usageOf(reply);
  const isRefusal = "refusal" in reply;
  const message = {
    role: "assistant",
    content: isRefusal ? null : textOf(reply),
    refusal: isRefusal ? reply.refusal : null,
  };
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created: 0,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: "cutOff" in reply ? "length" : "stop" }],
    usage: { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens },
  };
}

/** The body of an answer to `POST /v1/responses`. @see https://platform.openai.com/docs/api-reference/responses/object */
export function response(reply: ModelReply, { id, model }: Origin): JsonObject {
  const { inputTokens, outputTokens } = usageOf(reply);
  const isCutOff = "cutOff" in reply;
  const status = isCutOff ? "incomplete" : "completed";
  const content =
    "refusal" in reply
      ? { type: "refusal", refusal: reply.refusal }
      : { type: "output_text", text: textOf(reply), annotations: [], logprobs: [] };
  return {
    id: `resp_${id}`,
    object: "response",
    created_at: 0,
    status,
    error: null,
    incomplete_details: isCutOff ? { reason: "max_output_tokens" } : null,
    instructions: null,
    metadata: {},
    model,
    output: [{ id: `msg_${id}`, type: "message", role: "assistant", status, content: [content] }],
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: inputTokens + outputTokens,
    },
  };
}

/** The body of an error, as both protocols have it. */
export function errorBody(message: string): JsonObject {
  return { error: { message, type: "invalid_request_error", param: null, code: null } };
}

function textOf(reply: Exclude<ModelReply, { refusal: string }>): string {
  if ("json" in reply) return JSON.stringify(reply.json);
  return "cutOff" in reply ? reply.cutOff : reply.text;
}

function usageOf({ usage = { inputTokens: 100, outputTokens: 20 } }: ModelReply): {
  readonly inputTokens: number;
  readonly outputTokens: number;
} {
  return usage;
}
