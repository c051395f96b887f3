import type { ModelClient } from "@metricsmith/core/adapter";
import { type AiSdkClientOptions, resolveAiSdkClientOptions } from "./ai-sdk-client-options.js";
import { askModel } from "./ask-model.js";
import { callWithin } from "./call-within.js";
import { toModelFailure } from "./to-model-failure.js";

/**
 * A model client on the Vercel AI SDK, for every provider that it has. Each call is one try of the SDK's `generateText`. Where the
 * provider counts no tokens, a token is taken to be three characters.
 *
 * @throws {MetricsmithError} OPTION_INVALID
 */
export function aiSdkClient(options: AiSdkClientOptions): ModelClient {
  const resolved = resolveAiSdkClientOptions(options);
  const { modelId } = resolved;
  return {
    specVersion: 1,
    modelId,
    complete: (request) =>
      callWithin({ modelId, timeoutMs: request.timeoutMs, signal: request.signal }, async (signal) => {
        try {
          return await askModel(resolved, request, signal);
        } catch (error) {
          throw toModelFailure(error, modelId, new Date());
        }
      }),
  };
}
