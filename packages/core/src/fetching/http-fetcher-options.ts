import { isIPv6 } from "node:net";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { type Clock, systemClock } from "../util/clock.js";

export interface HttpFetcherOptions {
  /**
   * Whether requests may reach private, loopback and other non-public addresses. Whoever can edit a metric chooses where
   * this process sends requests to: keep it `false` in a multi-tenant app, or list the hosts that are meant, as `host`
   * (any port) or `host:port`, for example `["localhost:3000", "metrics.internal"]`. Redirects are held to the same rule.
   *
   * @defaultValue false
   */
  readonly allowPrivate?: boolean | readonly string[] | undefined;
  /** How often a failed try is repeated within one fetch, 0 to 10. @defaultValue 2 */
  readonly maximumRetries?: number | undefined;
  /** Wait before the first repetition, in milliseconds; doubles with each, then varied by up to half. @defaultValue 500 */
  readonly backoffMs?: number | undefined;
  /**
   * Longest wait between two tries, in milliseconds. When the API asks for more, the fetch fails at once and
   * `details.retryAfterMs` says when to come back: a run that sleeps blocks its worker. @defaultValue 10_000
   */
  readonly maximumInProcessWaitMs?: number | undefined;
  /** Sent unless the request has its own `User-Agent`; some APIs refuse requests without. @defaultValue "metricsmith" */
  readonly userAgent?: string | undefined;
  /** Reads `Retry-After` dates and reset times against. @defaultValue the machine's clock */
  readonly clock?: Clock | undefined;
  /** Numbers from 0 (included) to 1 (excluded) that vary the waits. @defaultValue Math.random */
  readonly random?: (() => number) | undefined;
}

export interface ResolvedHttpFetcherOptions {
  /** Whether a host may resolve to a non-public address. */
  readonly isTrusted: (hostname: string, port: number) => boolean;
  readonly maximumRetries: number;
  readonly backoffMs: number;
  readonly maximumInProcessWaitMs: number;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly random: () => number;
}

/** @throws {MetricsmithError} OPTION_INVALID, naming the option */
export function resolveHttpFetcherOptions(options: HttpFetcherOptions = {}): ResolvedHttpFetcherOptions {
  const userAgent = options.userAgent ?? "metricsmith";
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(userAgent)) {
    throw invalidOption("userAgent", userAgent, "a non-empty text of printable ASCII characters");
  }
  return {
    isTrusted: trustedHosts(options.allowPrivate ?? false),
    maximumRetries: wholeNumber("maximumRetries", options.maximumRetries ?? 2, 10),
    backoffMs: wholeNumber("backoffMs", options.backoffMs ?? 500, 60_000),
    maximumInProcessWaitMs: wholeNumber("maximumInProcessWaitMs", options.maximumInProcessWaitMs ?? 10_000, 600_000),
    userAgent,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

function trustedHosts(allowPrivate: boolean | readonly string[]): ResolvedHttpFetcherOptions["isTrusted"] {
  if (typeof allowPrivate === "boolean") return () => allowPrivate;
  if (!Array.isArray(allowPrivate)) throw invalidOption("allowPrivate", allowPrivate, "a boolean or a list of hosts");
  const hosts = allowPrivate.map((entry: unknown) => parseHost(entry));
  return (hostname, port) =>
    hosts.some((host) => host.hostname === hostname && (host.port === null || host.port === port));
}

/** Normalises like a URL does, without the brackets of an IPv6 address: the form in which connections name their host. */
function parseHost(entry: unknown): { hostname: string; port: number | null } {
  const expected = "made of `host` or `host:port` entries, such as localhost:3000";
  if (typeof entry !== "string") throw invalidOption("allowPrivate", entry, expected);
  const match = isIPv6(entry)
    ? [entry, `[${entry}]`]
    : /^(\[[\da-f:.]+\]|[^\s:/?#@[\]\\]+)(?::(\d{1,5}))?$/i.exec(entry);
  const [, host, port] = match ?? [];
  // A pattern would never match.
  if (host === undefined || host.includes("*") || !URL.canParse(`http://${host}/`) || Number(port ?? 1) > 65_535) {
    throw invalidOption("allowPrivate", entry, expected);
  }
  const hostname = new URL(`http://${host}/`).hostname.replace(/^\[(.*)\]$/, "$1");
  return { hostname, port: port === undefined ? null : Number(port) };
}

function wholeNumber(name: string, value: number, maximum: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= maximum) return value;
  throw invalidOption(name, value, `a whole number from 0 to ${maximum}`);
}

function invalidOption(name: string, value: unknown, expected: string): MetricsmithError {
  return new MetricsmithError(`Option ${name} is ${JSON.stringify(value) ?? String(value)}. It must be ${expected}.`, {
    code: "OPTION_INVALID",
    details: { option: name },
  });
}
