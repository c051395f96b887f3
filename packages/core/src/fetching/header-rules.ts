/** Headers that the connection itself sets: a request that brings its own could be read differently by server and proxy. */
const RESERVED: ReadonlySet<string> = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Headers that say nothing about who asks, and so may follow a redirect to another origin. */
const HARMLESS: ReadonlySet<string> = new Set(["accept", "accept-language", "content-type", "user-agent"]);

/** What of a response is kept: names of headers, and prefixes of names. */
const KEPT: ReadonlySet<string> = new Set([
  "cache-control",
  "content-type",
  "date",
  "etag",
  "last-modified",
  "link",
  "retry-after",
  "retry-after-ms",
]);
const KEPT_PREFIXES = ["x-ratelimit-", "ratelimit-"];

/** What is wrong with a request header, or `null`. The text never holds the value. */
export function headerProblem(name: string, value: string): string | null {
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) return "is not a valid header name";
  if (RESERVED.has(name.toLowerCase())) return "is set by the fetcher and cannot be given";
  // Line breaks would start another header.
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return "holds a line break, or a character that headers cannot carry";
  return null;
}

/** The headers that may follow a redirect to another origin; custom ones may hold credentials. */
export function harmlessHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name)));
}

/** The response headers that are archived. Cookies and anything unknown stay behind. */
export function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const isKept = (name: string) => KEPT.has(name) || KEPT_PREFIXES.some((prefix) => name.startsWith(prefix));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isKept(name)));
}
