import type { JsonObject } from "../util/json.js";

/** One turn of a conversation with a model. */
export interface ModelMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

export interface ModelRequest {
  /** Oldest first; the first may be the `system` one. */
  readonly messages: readonly ModelMessage[];
  /**
   * The JSON that the answer has to be. `schema` is a strict JSON Schema: every property required, no additional ones. A client that
   * cannot have it enforced puts it into the prompt.
   */
  readonly answer: { readonly name: string; readonly schema: JsonObject };
  /** 0 to 1; left out for models that take none. */
  readonly temperature?: number | undefined;
  readonly maximumOutputTokens: number;
  /** For the whole call, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends the call; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface ModelCompletion {
  /** The answer as the model wrote it. Whether it is the JSON that was asked for is not the client's to say. */
  readonly text: string;
  readonly usage: ModelUsage;
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * A language model. Only completes: prompts, rounds, retries and budgets are the library's. Safe to call concurrently.
 */
export interface ModelClient {
  readonly specVersion: 1;
  /** Names the model in transformers, usage entries and prices, such as "gpt-5.2-mini". */
  readonly modelId: string;
  /**
   * One try: an SDK's own retries are off.
   *
   * @throws {MetricsmithError} MODEL_REFUSED; MODEL_TRUNCATED when the answer was cut at `maximumOutputTokens`; MODEL_UNAUTHORIZED for 401 and
   * 403; MODEL_REQUEST_INVALID for other 4xx; MODEL_RATE_LIMITED for 429; MODEL_TIMEOUT; MODEL_UNAVAILABLE for 5xx, a broken connection or an
   * answer that is none. `details.usage` holds what the call has cost all the same, `details.retryAfterMs` how long to wait. No error holds
   * a key, a prompt or an answer.
   */
  complete(request: ModelRequest): Promise<ModelCompletion>;
}
