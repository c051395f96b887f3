import { type ErrorCode, MetricsmithError } from "@metricsmith/core/adapter";
import { httpFailure } from "./http-failure.js";
import { partAt } from "./part-at.js";
import { retryAfterMs } from "./retry-after.js";

const timeoutCodes = ["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"];

/** Errors of the SDK that come without an HTTP answer, by name: an error's class differs between copies of the SDK. */
const named: Readonly<Record<string, readonly [code: ErrorCode, message: string]>> = {
  AI_LoadAPIKeyError: ["MODEL_UNAUTHORIZED", "has no key. Give its provider one."],
  AI_LoadSettingError: ["MODEL_REQUEST_INVALID", "lacks a setting. Complete the options of its provider."],
  AI_NoSuchModelError: ["MODEL_REQUEST_INVALID", "is not known to its provider. Correct its name."],
  AI_NoSuchProviderError: ["MODEL_REQUEST_INVALID", "is of a provider that is not known. Correct its name."],
  AI_UnsupportedFunctionalityError: [
    "MODEL_REQUEST_INVALID",
    'cannot do what was asked. Set `structuredOutput: "prompt"`.',
  ],
  AI_UnsupportedModelVersionError: [
    "MODEL_REQUEST_INVALID",
    "is too old or too new for `ai`. Install versions that fit.",
  ],
  AI_InvalidPromptError: ["MODEL_REQUEST_INVALID", "does not take such messages. Begin with a system or user message."],
  AI_InvalidArgumentError: ["MODEL_REQUEST_INVALID", "does not take one of the request's values."],
};

/**
 * What the SDK threw, as an error of ours. The original is not kept: it holds the request and the server's words, so the key, the
 * prompt and the answer.
 */
export function toModelFailure(error: unknown, modelId: string, now: Date): MetricsmithError {
  if (MetricsmithError.isInstance(error)) return error;
  const status = partAt(error, "statusCode");
  // An answer with a status of success that could not be read is thrown with that status.
  if (typeof status === "number" && status >= 300) {
    const headers = partAt(error, "responseHeaders");
    const wait = retryAfterMs((name) => headerIn(headers, name), now);
    return httpFailure(modelId, { status, providerCode: providerCodeOf(error), retryAfterMs: wait });
  }
  const [code, message] = named[error instanceof Error ? error.name : ""] ?? [];
  if (code !== undefined) return new MetricsmithError(`The model "${modelId}" ${message}`, { code });

  const networkCode = networkCodeOf(error);
  const details = networkCode === null ? {} : { networkCode };
  if (networkCode !== null && timeoutCodes.includes(networkCode)) {
    const late = `The model "${modelId}" did not answer in time. Ask again later.`;
    return new MetricsmithError(late, { code: "MODEL_TIMEOUT", details });
  }
  return new MetricsmithError(
    `The server of the model "${modelId}" could not be reached, or what it sent is no answer${networkCode === null ? "" : ` (${networkCode})`}. Ask again later.`,
    { code: "MODEL_UNAVAILABLE", details },
  );
}

function headerIn(headers: unknown, name: string): string | null {
  const value = partAt(headers, name);
  return typeof value === "string" ? value : null;
}

/** Providers parse the error's body into `data`; OpenAI's protocol has a code in it, Anthropic's a type. */
function providerCodeOf(error: unknown): unknown {
  return partAt(error, "data", "error", "code") ?? partAt(error, "data", "error", "type");
}

/** Node's name for what went wrong, such as ECONNREFUSED, from wherever it stands in the chain of causes. */
function networkCodeOf(error: unknown): string | null {
  let part = error;
  for (let depth = 0; part instanceof Error && depth < 5; depth++) {
    const code = partAt(part, "code");
    if (typeof code === "string" && /^(E[A-Z]{3,15}|UND_ERR_[A-Z_]{3,30})$/.test(code)) return code;
    part = part.cause;
  }
  return null;
}
