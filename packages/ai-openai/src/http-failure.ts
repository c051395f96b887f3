import { type ErrorCode, type JsonValue, MetricsmithError } from "@metricsmith/core/adapter";

/** What of an HTTP answer tells why there is no completion. */
export interface HttpProblem {
  readonly status: number;
  /** The server's own code. Anything: only known ones are used, since servers repeat what they were sent. */
  readonly providerCode?: unknown;
  readonly retryAfterMs?: number | null | undefined;
}

const advice = {
  content_filter: "A filter of the server refused the prompt. Look at what the metric asks for.",
  context_length_exceeded:
    "The prompt is too long for the model. Choose one with a larger context, or lower the prompt's budget.",
  insufficient_quota: "The account has no quota left. See its plan and billing.",
  invalid_json_schema: 'The server does not take the schema. Set `structuredOutput: "json-object"`.',
  model_not_found: "The server does not know the model, or the key may not use it. Correct its name.",
  unsupported_parameter:
    "The model does not take one of the request's parameters. See `temperature` and `parameters` of the client.",
  unsupported_value:
    "The model does not take one of the request's values; reasoning models take no temperature. Set `temperature: false`.",
} as const;

/** The error for an answer with a status that is none of success. */
export function httpFailure(modelId: string, { status, providerCode, retryAfterMs }: HttpProblem): MetricsmithError {
  const known = knownCode(providerCode);
  const code = known === "content_filter" ? "MODEL_REFUSED" : codeOf(status);
  const details: Record<string, JsonValue> = { status };
  if (known !== null) details["providerCode"] = known;
  if (typeof retryAfterMs === "number") details["retryAfterMs"] = retryAfterMs;
  const next = known === null ? nextStep(code, retryAfterMs) : advice[known];
  return new MetricsmithError(`The server of the model "${modelId}" answered with status ${status}. ${next}`, {
    code,
    details,
  });
}

function knownCode(code: unknown): keyof typeof advice | null {
  return typeof code === "string" && Object.hasOwn(advice, code) ? (code as keyof typeof advice) : null;
}

function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403) return "MODEL_UNAUTHORIZED";
  if (status === 429) return "MODEL_RATE_LIMITED";
  if (status === 408) return "MODEL_TIMEOUT";
  return status >= 400 && status < 500 ? "MODEL_REQUEST_INVALID" : "MODEL_UNAVAILABLE";
}

function nextStep(code: ErrorCode, retryAfterMs: number | null | undefined): string {
  if (code === "MODEL_UNAUTHORIZED") return "Check the key, and whether it may use the model.";
  if (code === "MODEL_REQUEST_INVALID") return "Check the model's name and the client's options.";
  return typeof retryAfterMs === "number" ? `Ask again in ${Math.ceil(retryAfterMs / 1_000)} s.` : "Ask again later.";
}
