import type { ErrorCategory } from "../errors/error-codes.js";
import { FetchFailure, type FetchFailureOptions } from "./fetch-failure.js";
import { isRateLimited, retryAfterMs } from "./retry-after.js";

interface StatusMeaning {
  readonly code: FetchFailureOptions["code"];
  readonly category?: ErrorCategory;
  readonly reason: string;
  readonly isRetryable: boolean;
}

/** What a status other than success means; `null` for a 2xx whose body is to be read. Redirects are followed before. */
export function statusFailure(
  status: number,
  headers: Readonly<Record<string, string>>,
  now: Date,
): FetchFailure | null {
  const meaning = meaningOf(status, headers);
  if (meaning === null) return null;
  const { code, category, reason, isRetryable } = meaning;
  const wait = retryAfterMs(headers, now);
  const hint = wait === null || !isRetryable ? "" : `; it asks to wait ${Math.ceil(wait / 1000)} s`;
  return new FetchFailure(`${reason}${hint}`, {
    code,
    category,
    status,
    isRetryable,
    retryAfterMs: isRetryable ? (wait ?? undefined) : undefined,
  });
}

function meaningOf(status: number, headers: Readonly<Record<string, string>>): StatusMeaning | null {
  const answered = `the API answered ${status}`;
  if (status === 429 || (status === 403 && isRateLimited(headers))) {
    return { code: "FETCH_RATE_LIMITED", reason: `${answered}: too many requests`, isRetryable: true };
  }
  switch (status) {
    case 202:
      return { code: "FETCH_NOT_READY", reason: `${answered}: it is still computing`, isRetryable: true };
    case 204:
    case 205:
      return { code: "FETCH_EMPTY", reason: `${answered} without a body`, isRetryable: false };
    case 401:
    case 403:
      return {
        code: "FETCH_UNAUTHORIZED",
        reason: `${answered}; renew or correct the credentials of the connection`,
        isRetryable: false,
      };
    case 404:
    case 410:
      return {
        code: "FETCH_NOT_FOUND",
        reason: `${answered}; correct the endpoint or its parameters`,
        isRetryable: false,
      };
    case 408:
    case 425:
      return { code: "FETCH_REJECTED", category: "transient", reason: answered, isRetryable: true };
    default:
      if (status >= 200 && status < 300) return null;
      if (status >= 500) return { code: "FETCH_UNAVAILABLE", reason: answered, isRetryable: true };
      return { code: "FETCH_REJECTED", reason: `${answered}; correct the request`, isRetryable: false };
  }
}
