import { MetricsmithError } from "@metricsmith/core/adapter";
import { APIConnectionTimeoutError } from "openai";
import { httpFailure } from "./http-failure.js";
import { retryAfterMs } from "./retry-after.js";

const timeoutCodes = ["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"];

/**
 * What the SDK threw, as an error of ours. The original is not kept: it holds the server's words, which repeat the prompt, and
 * the request with its key.
 */
export function toModelFailure(error: unknown, modelId: string, now: Date): MetricsmithError {
  if (MetricsmithError.isInstance(error)) return error;
  // By shape, because a client of the host's own may come from another copy of the SDK.
  const { status, code, headers } = (error ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof status === "number") {
    const wait = headers instanceof Headers ? retryAfterMs((name) => headers.get(name), now) : null;
    return httpFailure(modelId, { status, providerCode: code, retryAfterMs: wait });
  }
  const networkCode = networkCodeOf(error);
  if (error instanceof APIConnectionTimeoutError || (networkCode !== null && timeoutCodes.includes(networkCode))) {
    return failure("MODEL_TIMEOUT", `The model "${modelId}" did not answer in time. Ask again later.`, networkCode);
  }
  return failure(
    "MODEL_UNAVAILABLE",
    `The server of the model "${modelId}" could not be reached, or what it sent is no answer${networkCode === null ? "" : ` (${networkCode})`}. Ask again later.`,
    networkCode,
  );
}

function failure(
  code: "MODEL_TIMEOUT" | "MODEL_UNAVAILABLE",
  message: string,
  networkCode: string | null,
): MetricsmithError {
  return new MetricsmithError(message, { code, details: networkCode === null ? {} : { networkCode } });
}

/** Node's name for what went wrong, such as ECONNREFUSED, from wherever it stands in the chain of causes. */
function networkCodeOf(error: unknown): string | null {
  let part = error;
  for (let depth = 0; part instanceof Error && depth < 5; depth++) {
    const { code } = part as { readonly code?: unknown };
    if (typeof code === "string" && /^(E[A-Z]{3,15}|UND_ERR_[A-Z_]{3,30})$/.test(code)) return code;
    part = part.cause;
  }
  return null;
}
