const longestMs = 31 * 86_400_000;

/**
 * How long a server asks to be left alone, in milliseconds; `null` when it does not say. The longer of `retry-after`, in seconds
 * or an HTTP date, and `retry-after-ms`; at most 31 days.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterMs(header: (name: string) => string | null | undefined, now: Date): number | null {
  const seconds = header("retry-after") ?? "";
  const waits = [
    parseNumber(seconds) === null ? parseDate(seconds, now) : Number(seconds) * 1_000,
    parseNumber(header("retry-after-ms") ?? ""),
  ].filter((wait) => wait !== null);
  return waits.length === 0 ? null : Math.ceil(Math.min(Math.max(0, ...waits), longestMs));
}

function parseDate(text: string, now: Date): number | null {
  const at = text.trim().endsWith("GMT") ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at - now.getTime();
}

function parseNumber(text: string): number | null {
  return /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null;
}
