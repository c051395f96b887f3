import {
  type ErrorCode,
  type JsonObject,
  type JsonValue,
  MetricsmithError,
  type ModelClient,
  type ModelCompletion,
  type ModelRequest,
  type ModelUsage,
} from "@metricsmith/core/adapter";
import type { ModelClientAddress } from "@metricsmith/testkit";

/** The answer to a chat completion, as far as the client reads it. */
export interface ChatAnswer {
  readonly choices?: readonly {
    readonly finish_reason?: string | null;
    readonly message?: { readonly content?: string | null; readonly refusal?: string | null };
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

/** What a model client consists of; a broken one replaces a part. */
export interface ModelClientParts {
  readonly headers: (address: ModelClientAddress) => Record<string, string>;
  readonly body: (request: ModelRequest) => JsonObject;
  readonly post: (url: string, init: RequestInit) => Promise<{ readonly response: Response; readonly text: string }>;
  readonly codeOf: (status: number) => ErrorCode;
  readonly waitOf: (headers: Headers) => number | undefined;
  readonly read: (answer: ChatAnswer, request: ModelRequest) => ModelCompletion;
  readonly fail: (code: ErrorCode, details: Record<string, JsonValue>, cause: unknown) => Error;
  /** The result of the work, unless it takes longer or the signal fires; both end the work. */
  readonly within: <Result>(request: ModelRequest, work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
}

export const plainParts: ModelClientParts = {
  headers: ({ apiKey }) => ({ "content-type": "application/json", authorization: `Bearer ${apiKey}` }),
  body: ({ messages, answer, temperature, maximumOutputTokens }) => ({
    model: "plain",
    messages: messages.map(({ role, content }) => ({ role, content })),
    temperature,
    max_tokens: maximumOutputTokens,
    response_format: { type: "json_schema", json_schema: { ...answer, strict: true } },
  }),
  async post(url, init) {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  },
  codeOf(status) {
    if (status === 401 || status === 403) return "MODEL_UNAUTHORIZED";
    if (status === 429) return "MODEL_RATE_LIMITED";
    return status < 500 ? "MODEL_REQUEST_INVALID" : "MODEL_UNAVAILABLE";
  },
  waitOf(headers) {
    const after = headers.get("retry-after") ?? "";
    const waits = [
      /^\d+$/.test(after) ? Number(after) * 1_000 : Math.max(0, Date.parse(after) - Date.now()),
      /^\d+$/.test(headers.get("retry-after-ms") ?? "") ? Number(headers.get("retry-after-ms")) : Number.NaN,
    ].filter((wait) => !Number.isNaN(wait));
    return waits.length === 0 ? undefined : Math.max(...waits);
  },
  read(answer, request) {
    const choice = answer.choices?.[0];
    const text = choice?.message?.content ?? "";
    const counted = countedUsage(answer);
    const details = counted === null ? {} : { usage: { ...counted } };
    if (choice?.finish_reason === "length") throw plainParts.fail("MODEL_TRUNCATED", details, null);
    if (choice?.finish_reason === "content_filter") throw plainParts.fail("MODEL_REFUSED", details, null);
    if (typeof choice?.message?.refusal === "string") throw plainParts.fail("MODEL_REFUSED", details, null);
    if (text === "") throw plainParts.fail("MODEL_UNAVAILABLE", details, null);
    const asked = request.messages.map(({ content }) => content).join("");
    const estimated = { inputTokens: Math.ceil(asked.length / 3), outputTokens: Math.ceil(text.length / 3) };
    return { text, usage: counted ?? estimated };
  },
  fail: (code, details) => new MetricsmithError("The model gave no answer.", { code, details }),
  async within(request, work) {
    request.signal?.throwIfAborted();
    const controller = new AbortController();
    const abort = (): void => controller.abort(request.signal?.reason);
    const late = plainParts.fail("MODEL_TIMEOUT", {}, null);
    const timer = setTimeout(() => controller.abort(late), Math.min(request.timeoutMs, 2_147_483_647));
    request.signal?.addEventListener("abort", abort);
    try {
      return await work(controller.signal);
    } catch (error) {
      if (controller.signal.aborted) throw controller.signal.reason;
      throw error;
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener("abort", abort);
    }
  },
};

export function countedUsage({ usage }: ChatAnswer): ModelUsage | null {
  return usage === undefined ? null : { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
}

/** A model client on `fetch` that keeps the contract, but for the parts that are replaced. */
export function plainModelClient(address: ModelClientAddress, replaced: Partial<ModelClientParts> = {}): ModelClient {
  const parts = { ...plainParts, ...replaced };
  async function ask(request: ModelRequest, signal: AbortSignal): Promise<ModelCompletion> {
    const init = {
      method: "POST",
      headers: parts.headers(address),
      body: JSON.stringify(parts.body(request)),
      signal,
    };
    let exchange: { readonly response: Response; readonly text: string };
    try {
      exchange = await parts.post(`${address.baseUrl}/chat/completions`, init);
    } catch (error) {
      if (MetricsmithError.isInstance(error)) throw error;
      throw parts.fail("MODEL_UNAVAILABLE", {}, error);
    }
    const { response, text } = exchange;
    if (!response.ok) {
      const wait = parts.waitOf(response.headers);
      const details = { status: response.status, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
      throw parts.fail(parts.codeOf(response.status), details, text);
    }
    return parts.read(parse(text, parts), request);
  }
  return {
    specVersion: 1,
    modelId: "plain",
    complete: (request) => parts.within(request, (signal) => ask(request, signal)),
  };
}

function parse(text: string, parts: ModelClientParts): ChatAnswer {
  try {
    return (JSON.parse(text) as ChatAnswer | null) ?? {};
  } catch (error) {
    throw parts.fail("MODEL_UNAVAILABLE", {}, error);
  }
}
