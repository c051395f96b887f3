import type { Dispatcher } from "undici";
import type { Credentials } from "./authenticate.js";
import { FetchFailure, errorCodeOf } from "./fetch-failure.js";
import { AddressRefusedError } from "./guarded-connector.js";
import { ACCEPTED_ENCODINGS, discardBody, readBody } from "./read-body.js";
import { type Hop, nextHop } from "./redirect.js";
import type { ResolvedRequest } from "./resolve-request.js";
import type { SecretRedactor } from "./secret-redactor.js";
import { statusFailure } from "./status-failure.js";

const REDIRECTS = [301, 302, 303, 307, 308];

/** Errors of a connection that another try may not meet; a bad certificate or bad HTTP would be met again. */
const PASSING_ERRORS: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_SOCKET",
]);

export interface SendInput {
  readonly request: ResolvedRequest;
  readonly credentials: Credentials;
  readonly redactor: SecretRedactor;
  readonly dispatcher: () => Dispatcher;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Called before each HTTP request, redirects included. */
  readonly onRequest: () => void;
}

/** A 2xx response, decompressed but not yet redacted. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * One try: sends the request, follows redirects and reads the body.
 *
 * @throws {FetchFailure} with the code for the status, the connection or the redirect
 */
export async function sendRequest(input: SendInput): Promise<RawResponse> {
  const { method, url, headers, body } = input.request;
  let hop: Hop = { method, url, headers, body, redirects: 0, isAuthenticated: input.credentials.secrets.length > 0 };
  for (;;) {
    const response = await sendHop(hop, input);
    const {
      statusCode: status,
      headers: { location },
    } = response;
    if (!REDIRECTS.includes(status) || location === undefined) return receive(response, hop, input);
    discardBody(response.body);
    hop = nextHop(hop, { location, status, includesSecret: (text) => input.redactor.includesSecret(text) });
  }
}

interface HopResponse extends Omit<Dispatcher.ResponseData, "headers"> {
  readonly headers: Readonly<Record<string, string>>;
}

async function sendHop(hop: Hop, input: SendInput): Promise<HopResponse> {
  const { credentials, signal } = input;
  const url = hop.isAuthenticated ? credentials.authorizeUrl(hop.url) : hop.url;
  input.onRequest();
  try {
    const response = await input.dispatcher().request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: hop.method,
      headers: {
        ...hop.headers,
        ...(hop.isAuthenticated ? credentials.headers : {}),
        "accept-encoding": ACCEPTED_ENCODINGS,
      },
      body: hop.body,
      signal,
    });
    return { ...response, headers: joinHeaders(response.headers) };
  } catch (error) {
    if (error instanceof AddressRefusedError) throw addressRefused(url.hostname, hop.redirects > 0);
    throw networkFailure(url.hostname, error);
  }
}

async function receive(response: HopResponse, hop: Hop, input: SendInput): Promise<RawResponse> {
  const { statusCode: status, headers, body } = response;
  const failure = statusFailure(status, headers, input.now());
  if (failure !== null) {
    discardBody(body);
    throw failure;
  }
  try {
    return { status, headers, body: await readBody(body, headers["content-encoding"], input.request.maxBytes) };
  } catch (error) {
    throw error instanceof FetchFailure ? error : networkFailure(hop.url.hostname, error);
  }
}

function joinHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value] as const],
    ),
  );
}

function addressRefused(hostname: string, isRedirect: boolean): FetchFailure {
  const subject = isRedirect ? `a redirect leads to ${hostname}, which` : hostname;
  return new FetchFailure(`${subject} is not a public address; list it in allowPrivate when it is meant`, {
    code: "FETCH_ADDRESS_REFUSED",
  });
}

function networkFailure(hostname: string, cause: unknown): FetchFailure {
  const code = errorCodeOf(cause);
  return new FetchFailure(`no complete response from ${hostname}${code === null ? "" : ` (${code})`}`, {
    code: "FETCH_NETWORK",
    isRetryable: code !== null && PASSING_ERRORS.has(code),
    cause,
  });
}
