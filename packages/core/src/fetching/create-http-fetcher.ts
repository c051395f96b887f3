import { setTimeout as delay } from "node:timers/promises";
import pRetry from "p-retry";
import { Agent, type Dispatcher } from "undici";
import type { FetchInput, FetchOutput, Fetcher } from "../ports/fetching.js";
import { readCredentials } from "./authenticate.js";
import { checkBody } from "./check-body.js";
import { type Deadline, createDeadline } from "./deadline.js";
import { decodeToUtf8 } from "./decode-text.js";
import { FetchFailure, toFetchError } from "./fetch-failure.js";
import { guardedConnector } from "./guarded-connector.js";
import { keptHeaders } from "./header-rules.js";
import {
  type HttpFetcherOptions,
  type ResolvedHttpFetcherOptions,
  resolveHttpFetcherOptions,
} from "./http-fetcher-options.js";
import { resolveRequest } from "./resolve-request.js";
import { type SecretRedactor, createSecretRedactor } from "./secret-redactor.js";
import { type RawResponse, type SendInput, sendRequest } from "./send-request.js";

/**
 * Reads APIs over HTTP: fills in the request, authenticates, follows redirects, repeats what is worth repeating, checks
 * that data arrived, and replaces every secret it used. Connects to public addresses only, unless told otherwise.
 *
 * A repeated try sends the same request again, also a `POST`: a request of a metric reads and must not change anything.
 *
 * @throws {MetricsmithError} OPTION_INVALID
 */
export function createHttpFetcher(options: HttpFetcherOptions = {}): Fetcher {
  const resolved = resolveHttpFetcherOptions(options);
  let agent: Agent | null = null;
  // Timeouts have one owner, the deadline of each fetch.
  const openAgent = (): Agent =>
    (agent ??= new Agent({ connect: guardedConnector(resolved.isTrusted), headersTimeout: 0, bodyTimeout: 0 }));
  return {
    fetch: (input) => fetchData(input, resolved, openAgent),
    async close() {
      const closing = agent;
      agent = null;
      await closing?.close();
    },
  };
}

/** What is known about a fetch while it runs, for its result or its error. */
interface Progress {
  redactor: SecretRedactor;
  source: string | null;
  attempts: number;
  requestCount: number;
}

async function fetchData(
  input: FetchInput,
  options: ResolvedHttpFetcherOptions,
  dispatcher: () => Dispatcher,
): Promise<FetchOutput> {
  input.signal.throwIfAborted();
  const progress: Progress = { redactor: createSecretRedactor([]), source: null, attempts: 0, requestCount: 0 };
  try {
    return await fetchPage(input, options, dispatcher, progress);
  } catch (error) {
    if (!(error instanceof FetchFailure)) throw error;
    const { redactor, source, attempts } = progress;
    throw toFetchError(error, {
      redact: (text) => redactor.redactText(text),
      details: { ...(source === null ? {} : { source }), attempts },
    });
  }
}

async function fetchPage(
  input: FetchInput,
  options: ResolvedHttpFetcherOptions,
  dispatcher: () => Dispatcher,
  progress: Progress,
): Promise<FetchOutput> {
  const credentials = readCredentials(input.authentication);
  const redactor = createSecretRedactor(credentials.secrets);
  progress.redactor = redactor;
  const request = resolveRequest(input, options.userAgent);
  const source = redactor.redactText(`${request.url.origin}${request.url.pathname}`);
  progress.source = source;
  const response = await sendWithRetries(options, request.timeoutMs, input.signal, progress, {
    request,
    credentials,
    redactor,
    dispatcher,
    now: () => options.clock.now(),
    onRequest: () => progress.requestCount++,
  });
  const { status, headers } = response;
  // Before anything else sees the body: a predicate or a parser may quote it.
  const body = redactor.redactBytes(decodeToUtf8(response.body, headers["content-type"]));
  checkBody({
    status,
    contentType: headers["content-type"],
    body,
    format: request.format,
    success: input.request.success,
  });
  const kept = Object.entries(keptHeaders(headers)).map(([name, value]) => [name, redactor.redactText(value)] as const);
  return { pages: [{ status, headers: Object.fromEntries(kept), body }], source, requestCount: progress.requestCount };
}

async function sendWithRetries(
  options: ResolvedHttpFetcherOptions,
  timeoutMs: number,
  caller: AbortSignal,
  progress: Progress,
  send: Omit<SendInput, "signal">,
): Promise<RawResponse> {
  const deadline = createDeadline(caller, timeoutMs);
  let lastFailure: unknown;
  const tryOnce = async (attempt: number): Promise<RawResponse> => {
    progress.attempts = attempt;
    return sendRequest({ ...send, signal: deadline.signal });
  };
  const tries = pRetry(tryOnce, {
    retries: options.maximumRetries,
    // `shouldRetry` waits by itself, since only it knows how long.
    minTimeout: 0,
    async shouldRetry({ error, retriesConsumed }) {
      lastFailure = error;
      const waitMs = error instanceof FetchFailure ? waitBeforeRetry(error, retriesConsumed, options, deadline) : null;
      if (waitMs === null) return false;
      await delay(waitMs, undefined, { signal: deadline.signal });
      return true;
    },
  });
  try {
    return await deadline.race(tries);
  } catch (error) {
    if (!deadline.isTimedOut()) throw error;
    throw new FetchFailure(`no complete response within ${timeoutMs} ms; raise timeoutMs, or ask for less`, {
      code: "FETCH_TIMEOUT",
      cause: lastFailure,
    });
  } finally {
    deadline.dispose();
  }
}

/** Milliseconds until the next try, or `null` when the failure should be reported now. */
function waitBeforeRetry(
  failure: FetchFailure,
  retriesConsumed: number,
  options: ResolvedHttpFetcherOptions,
  deadline: Deadline,
): number | null {
  if (failure.options.isRetryable !== true) return null;
  const { backoffMs, maximumInProcessWaitMs, random } = options;
  const backoff = Math.min(backoffMs * 2 ** retriesConsumed * (1 + random() / 2), maximumInProcessWaitMs);
  const waitMs = Math.max(backoff, failure.options.retryAfterMs ?? 0);
  return waitMs <= maximumInProcessWaitMs && waitMs < deadline.remainingMs() ? waitMs : null;
}
