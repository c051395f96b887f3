import type { ErrorCategory, ErrorCode } from "../errors/error-codes.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { JsonValue } from "../util/json.js";

type FetchCode = Extract<ErrorCode, `FETCH_${string}`>;

export interface FetchFailureOptions {
  readonly code: FetchCode;
  /** @defaultValue the category listed for the code */
  readonly category?: ErrorCategory | undefined;
  /** Status of the response that failed. */
  readonly status?: number | undefined;
  /** How long the API asked to wait. */
  readonly retryAfterMs?: number | undefined;
  /** Whether asking again within the same fetch can help. @defaultValue false */
  readonly isRetryable?: boolean | undefined;
  readonly cause?: unknown;
}

/**
 * Why a fetch failed, before it is known how often it was tried. It may still hold a secret, in its text or its cause:
 * only the error that `toFetchError` makes of it may leave this folder.
 */
export class FetchFailure extends Error {
  override readonly name: string = "FetchFailure";
  readonly options: FetchFailureOptions;

  constructor(reason: string, options: FetchFailureOptions) {
    super(reason, { cause: options.cause });
    this.options = options;
  }
}

/** The failure of a request that cannot be built. `field` is the path inside the request, such as `body.filter.from`. */
export function invalidRequest(field: string, problem: string): FetchFailure {
  return new FetchFailure(`${field}: ${problem}`, { code: "FETCH_CONFIG_INVALID" });
}

/** The error that users of the library see. Every text in it, also in the chain of causes, has passed `redact`. */
export function toFetchError(
  failure: FetchFailure,
  context: { redact: (text: string) => string; details: Readonly<Record<string, JsonValue>> },
): MetricsmithError {
  const { code, category, status, retryAfterMs, cause } = failure.options;
  // Cut after replacing: half a secret would not be recognised.
  return new MetricsmithError(`Failed to fetch data: ${context.redact(failure.message).slice(0, 500)}`, {
    code,
    category,
    details: {
      ...context.details,
      ...(status === undefined ? {} : { status }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
    cause: copyCause(cause, context.redact, 5),
  });
}

/**
 * A copy that keeps name, code, message, stack and causes, `depth` levels deep. Errors of HTTP clients also carry sockets,
 * headers and pieces of the response, which must not reach a log.
 */
function copyCause(cause: unknown, redact: (text: string) => string, depth: number): Error | undefined {
  if (depth === 0 || cause === undefined || cause === null) return undefined;
  if (!(cause instanceof Error)) return new Error(`A value of type ${typeof cause} was thrown.`);
  const inner = copyCause(cause instanceof AggregateError ? cause.errors[0] : cause.cause, redact, depth - 1);
  const copy = new Error(redact(cause.message), { cause: inner });
  copy.name = cause.name;
  if (cause.stack !== undefined) copy.stack = redact(cause.stack);
  const code = errorCodeOf(cause);
  return code === null ? copy : Object.assign(copy, { code });
}

/** The `code` of a Node or undici error, such as `ECONNREFUSED`; `null` when it has none. */
export function errorCodeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
