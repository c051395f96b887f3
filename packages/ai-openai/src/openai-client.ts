import type { ModelClient } from "@metricsmith/core/adapter";
import { askChat } from "./ask-chat.js";
import { askResponses } from "./ask-responses.js";
import { callWithin } from "./call-within.js";
import { type OpenaiClientOptions, resolveOpenaiClientOptions } from "./openai-client-options.js";
import { toModelFailure } from "./to-model-failure.js";

/**
 * A model client on the OpenAI SDK: OpenAI and Azure, and every server that speaks OpenAI's protocol. Each call is one HTTP
 * request. Where the server counts no tokens, a token is taken to be three characters.
 *
 * @throws {MetricsmithError} OPTION_INVALID
 */
export function openaiClient(options: OpenaiClientOptions): ModelClient {
  const resolved = resolveOpenaiClientOptions(options);
  const ask = resolved.api === "responses" ? askResponses : askChat;
  const { modelId } = resolved;
  return {
    specVersion: 1,
    modelId,
    complete: (request) =>
      callWithin({ modelId, timeoutMs: request.timeoutMs, signal: request.signal }, async (signal) => {
        try {
          return await ask(resolved, request, signal);
        } catch (error) {
          throw toModelFailure(error, modelId, new Date());
        }
      }),
  };
}
