const MAXIMUM_MS = 31 * 86_400_000;

/**
 * How long a response asks to wait, in milliseconds; `null` when it does not say. The longest of several wins; at most
 * 31 days, the longest quota window in use.
 *
 * `retry-after` is in seconds or an HTTP date, `retry-after-ms` in milliseconds. `x-ratelimit-reset` and
 * `ratelimit-reset` hold seconds to wait, or epoch seconds or milliseconds; they count only when nothing is said to
 * remain, since many APIs send them with every response.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number | null {
  const waits = [
    parseRetryAfter(headers["retry-after"], now),
    parseNumber(headers["retry-after-ms"]),
    isExhausted(headers["x-ratelimit-remaining"]) ? parseReset(headers["x-ratelimit-reset"], now) : null,
    isExhausted(headers["ratelimit-remaining"]) ? parseReset(headers["ratelimit-reset"], now) : null,
  ].filter((wait) => wait !== null);
  return waits.length === 0 ? null : Math.ceil(Math.min(Math.max(0, ...waits), MAXIMUM_MS));
}

/** True when headers say that a limit is the reason for a refusal: a 403 then means "later", not "never". */
export function isRateLimited(headers: Readonly<Record<string, string>>): boolean {
  return (
    headers["retry-after"] !== undefined ||
    headers["retry-after-ms"] !== undefined ||
    parseNumber(headers["x-ratelimit-remaining"]) === 0 ||
    parseNumber(headers["ratelimit-remaining"]) === 0
  );
}

function isExhausted(remaining: string | undefined): boolean {
  return (parseNumber(remaining) ?? 0) <= 0;
}

function parseRetryAfter(text: string | undefined, now: Date): number | null {
  const seconds = parseNumber(text);
  if (seconds !== null) return seconds * 1000;
  if (text === undefined || !text.trim().endsWith("GMT")) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at - now.getTime();
}

function parseReset(text: string | undefined, now: Date): number | null {
  const value = parseNumber(text);
  if (value === null) return null;
  if (value >= 1e11) return value - now.getTime();
  return value >= 1e8 ? value * 1000 - now.getTime() : value * 1000;
}

function parseNumber(text: string | undefined): number | null {
  return text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null;
}
