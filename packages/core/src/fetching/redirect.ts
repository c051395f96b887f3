import { parseHttpUrl } from "./endpoint-url.js";
import { FetchFailure } from "./fetch-failure.js";
import { harmlessHeaders } from "./header-rules.js";

const MAXIMUM_REDIRECTS = 5;

/** One request of a chain of redirects. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  /** Without the credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** How many redirects led here. */
  readonly redirects: number;
  /** Whether credentials are sent; false for good once a redirect has left the origin that they are for. */
  readonly isAuthenticated: boolean;
}

/**
 * The request that a redirect asks for. To another origin go neither credentials nor custom headers, which may hold some;
 * a body, a secret in the address, or a step from https down to http with credentials is refused.
 *
 * @throws {FetchFailure} FETCH_REJECTED
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx
 */
export function nextHop(
  hop: Hop,
  response: { location: string; status: number; includesSecret: (text: string) => boolean },
): Hop {
  const { location, status, includesSecret } = response;
  const refused = (problem: string) =>
    new FetchFailure(`the API redirected ${problem}; correct the endpoint`, { code: "FETCH_REJECTED", status });
  if (hop.redirects === MAXIMUM_REDIRECTS) throw refused(`more than ${MAXIMUM_REDIRECTS} times`);
  const url = parseHttpUrl(location, (_field, problem) => refused(`to an address that ${problem}`), hop.url);
  const next = { ...hop, ...bodyAfter(hop, status), url, redirects: hop.redirects + 1 };
  if (url.origin === hop.url.origin) return next;
  if (next.body !== null) throw refused("the request's body to another origin");
  if (includesSecret(url.href)) throw refused("to another origin with the credentials in the address");
  if (hop.isAuthenticated && hop.url.protocol === "https:" && url.protocol === "http:") {
    throw refused("an authenticated request from https: to http:");
  }
  return { ...next, headers: harmlessHeaders(next.headers), isAuthenticated: false };
}

/** 303 asks to read something else; browsers made 301 and 302 mean the same for a POST. */
function bodyAfter(hop: Hop, status: number): Pick<Hop, "method" | "headers" | "body"> {
  const becomesGet = status === 303 || (hop.method === "POST" && (status === 301 || status === 302));
  if (!becomesGet) return hop;
  const { "content-type": _contentType, ...headers } = hop.headers;
  return { method: "GET", headers, body: null };
}
