import { MetricsmithError, type ModelMessage } from "@metricsmith/core/adapter";
import { type ChatAnswer, countedUsage, type ModelClientParts, plainParts } from "./plain-model-client.js";

/** A model client with one fault, and what the suite must say of it. */
export interface BrokenModelClient {
  /** What is wrong with it. */
  readonly fault: string;
  /** What it does otherwise than the plain client; made anew for each client. */
  readonly parts: () => Partial<ModelClientParts>;
  /** Topics that must notice, and no others. */
  readonly topics: readonly string[];
  /** Tests that must fail, because they say what is wrong with it. */
  readonly tests: readonly string[];
}

const { body, read } = plainParts;

/** Reads what the answer says, whatever ended it. */
function contentOf(answer: ChatAnswer): string {
  return answer.choices?.[0]?.message?.content ?? "";
}

/** Model clients that ask, read or fail otherwise than they should. */
export const brokenModelClients: readonly BrokenModelClient[] = [
  {
    fault: "sends no key",
    parts: () => ({ headers: () => ({ "content-type": "application/json" }) }),
    topics: ["requests"],
    tests: ["requests > the model and the key are sent"],
  },
  {
    fault: "sends the schema nowhere",
    parts: () => ({ body: (request) => ({ ...body(request), response_format: { type: "json_object" } }) }),
    topics: ["requests"],
    tests: ["requests > the schema of the answer is sent"],
  },
  {
    fault: "sends the latest message alone",
    parts: () => ({ body: (request) => body({ ...request, messages: request.messages.slice(-1) }) }),
    topics: ["requests"],
    tests: ["requests > every message is sent, in order"],
  },
  {
    fault: "takes the first message for the system's",
    parts: () => ({
      body: ({ messages: [first, ...others], ...request }) =>
        body({ ...request, messages: first?.role === "system" ? [first, ...others] : others }),
    }),
    topics: ["requests", "answers"],
    tests: ["requests > a conversation without a system message is sent as well"],
  },
  {
    fault: "takes a temperature of 0 for none",
    parts: () => ({ body: (request) => body({ ...request, temperature: request.temperature || undefined }) }),
    topics: ["requests"],
    tests: ["requests > the temperature is sent, 0 included"],
  },
  {
    fault: "makes up a temperature",
    parts: () => ({ body: ({ temperature = 1, ...request }) => body({ ...request, temperature }) }),
    topics: ["requests"],
    tests: ["requests > a temperature that is left out is not sent"],
  },
  {
    fault: "forgets the limit of tokens",
    parts: () => ({ body: (request) => ({ ...body(request), max_tokens: undefined }) }),
    topics: ["requests"],
    tests: ["requests > the limit of tokens is sent"],
  },
  {
    fault: "writes its own instructions into the caller's messages",
    parts: () => ({
      body(request) {
        if (Object.isFrozen(request.messages))
          (request.messages as ModelMessage[]).push({ role: "user", content: "JSON!" });
        return body(request);
      },
    }),
    topics: ["requests"],
    tests: ["requests > the request is left as it is"],
  },
  {
    fault: "trims answers",
    parts: () => ({
      read(answer, request) {
        const completion = read(answer, request);
        return { ...completion, text: completion.text.trim() };
      },
    }),
    topics: ["answers"],
    tests: ["answers > the text is what the model wrote: white space around it and inside"],
  },
  {
    fault: "judges whether the answer is JSON",
    parts: () => ({
      read(answer, request) {
        const completion = read(answer, request);
        try {
          JSON.parse(completion.text);
        } catch {
          throw plainParts.fail("MODEL_ANSWER_INVALID", {}, null);
        }
        return completion;
      },
    }),
    topics: ["answers", "failures", "endings"],
    tests: [
      "answers > the text is what the model wrote: text that is no JSON",
      "answers > the text is what the model wrote: JSON in a code fence",
    ],
  },
  {
    fault: "calls are free where the server counts nothing",
    parts: () => ({
      read(answer, request) {
        const { text } = read(answer, request);
        return { text, usage: countedUsage(answer) ?? { inputTokens: 0, outputTokens: 0 } };
      },
    }),
    topics: ["answers"],
    tests: ["answers > a usage that the server does not count is estimated, never 0"],
  },
  {
    fault: "mistakes the tokens of the answer for those of the prompt",
    parts: () => ({
      read(answer, request) {
        const { text, usage } = read(answer, request);
        return { text, usage: { inputTokens: usage.outputTokens, outputTokens: usage.inputTokens } };
      },
    }),
    topics: ["answers"],
    tests: ["answers > the usage is what the server counted"],
  },
  {
    fault: "keeps the request of the call at hand in the client",
    parts() {
      let current: ReturnType<typeof body> = {};
      return {
        body: (request) => (current = body(request)),
        async post(url, init) {
          await new Promise((resolve) => void setTimeout(resolve, 1));
          return plainParts.post(url, { ...init, body: JSON.stringify(current) });
        },
      };
    },
    topics: ["answers"],
    tests: ["answers > calls at the same time each get their own answer"],
  },
  {
    fault: "repeats what failed",
    parts: () => ({
      async post(url, init) {
        const once = await plainParts.post(url, init);
        return once.response.status >= 500 || once.response.status === 429 ? plainParts.post(url, init) : once;
      },
    }),
    topics: ["failures", "waits"],
    tests: ["failures > status 500: MODEL_UNAVAILABLE, after one request"],
  },
  {
    fault: "repeats when the connection broke",
    parts: () => ({
      post: (url, init) =>
        plainParts.post(url, init).catch((error: unknown) => {
          if (init.signal?.aborted === true) throw error;
          return plainParts.post(url, init);
        }),
    }),
    topics: ["failures"],
    tests: ["failures > a connection that ends without an answer: MODEL_UNAVAILABLE"],
  },
  {
    fault: "takes 403 for a wrong request",
    parts: () => ({ codeOf: (status) => (status === 403 ? "MODEL_REQUEST_INVALID" : plainParts.codeOf(status)) }),
    topics: ["failures"],
    tests: ["failures > status 403: MODEL_UNAUTHORIZED, after one request"],
  },
  {
    fault: "takes the statuses of overload that few know for wrong requests",
    parts: () => ({ codeOf: (status) => (status > 511 ? "MODEL_REQUEST_INVALID" : plainParts.codeOf(status)) }),
    topics: ["failures"],
    tests: ["failures > status 529: MODEL_UNAVAILABLE, after one request"],
  },
  {
    fault: "quotes the server in its message",
    parts: () => ({
      fail: (code, details, cause) => new MetricsmithError(`It said ${String(cause)}.`, { code, details }),
    }),
    topics: ["failures"],
    tests: ["failures > status 401: MODEL_UNAUTHORIZED, after one request"],
  },
  {
    fault: "keeps the server's answer as the cause",
    parts: () => ({
      fail: (code, details, cause) =>
        new MetricsmithError("No answer.", { code, details, cause: new Error("HTTP", { cause }) }),
    }),
    topics: ["failures"],
    tests: ["failures > status 400: MODEL_REQUEST_INVALID, after one request"],
  },
  {
    fault: "puts the server's answer into the details",
    parts: () => ({
      fail: (code, details, cause) =>
        new MetricsmithError("No answer.", { code, details: { ...details, body: String(cause) } }),
    }),
    topics: ["failures"],
    tests: ["failures > status 429: MODEL_RATE_LIMITED, after one request"],
  },
  {
    fault: "lets the parser quote the body",
    parts: () => ({
      fail: (code, details, cause) =>
        new MetricsmithError("No answer.", { code, details, cause: cause instanceof SyntaxError ? cause : undefined }),
    }),
    topics: ["failures"],
    tests: ["failures > a body that is plain text: MODEL_UNAVAILABLE"],
  },
  {
    fault: "lets out what is not the library's own error",
    parts: () => ({ fail: () => new TypeError("fetch failed") }),
    topics: ["failures", "waits"],
    tests: ["failures > a server that is not there: MODEL_UNAVAILABLE"],
  },
  {
    fault: "takes a cut answer for an answer",
    parts: () => ({
      read: (answer, request) =>
        answer.choices?.[0]?.finish_reason === "length"
          ? { text: contentOf(answer), usage: { inputTokens: 1, outputTokens: 1 } }
          : read(answer, request),
    }),
    topics: ["failures"],
    tests: ["failures > an answer cut where it is whole JSON by chance: MODEL_TRUNCATED, with what it cost"],
  },
  {
    fault: "takes a refusal for an answer",
    parts: () => ({
      read: (answer, request) =>
        typeof answer.choices?.[0]?.message?.refusal === "string"
          ? { text: answer.choices[0].message.refusal, usage: { inputTokens: 1, outputTokens: 1 } }
          : read(answer, request),
    }),
    topics: ["failures"],
    tests: ["failures > a refusal: MODEL_REFUSED, with what it cost"],
  },
  {
    fault: "passes over what stopped the model",
    parts: () => ({
      read: (answer, request) =>
        answer.choices?.[0]?.finish_reason === "content_filter"
          ? { text: contentOf(answer), usage: { inputTokens: 1, outputTokens: 1 } }
          : read(answer, request),
    }),
    topics: ["failures"],
    tests: ["failures > an answer that a filter stopped: MODEL_REFUSED, with what it cost"],
  },
  {
    fault: "forgets what a failed call cost",
    parts: () => ({
      read(answer, request) {
        try {
          return read(answer, request);
        } catch (error) {
          throw MetricsmithError.isInstance(error) ? plainParts.fail(error.code, {}, null) : error;
        }
      },
    }),
    topics: ["failures"],
    tests: ["failures > a refusal: MODEL_REFUSED, with what it cost"],
  },
  {
    fault: "gives an empty text where there is none",
    parts: () => ({
      read: (answer, request) =>
        contentOf(answer) === "" &&
        answer.choices?.[0]?.finish_reason !== "length" &&
        typeof answer.choices?.[0]?.message?.refusal !== "string"
          ? { text: "", usage: { inputTokens: 1, outputTokens: 1 } }
          : read(answer, request),
    }),
    topics: ["failures"],
    tests: [
      "failures > an answer without a choice: MODEL_UNAVAILABLE",
      "failures > an empty object: MODEL_UNAVAILABLE",
    ],
  },
];
