import { setTimeout as sleep } from "node:timers/promises";
import type { BrokenModelClient } from "./broken-model-clients.js";
import { plainParts } from "./plain-model-client.js";

const { within, post, waitOf } = plainParts;

/** Model clients that do not say how long to wait, or do not end when they should. */
export const brokenModelEndings: readonly BrokenModelClient[] = [
  {
    fault: "takes seconds for milliseconds",
    parts: () => ({ waitOf: (headers) => Number(headers.get("retry-after") ?? Number.NaN) || waitOf(headers) }),
    topics: ["waits"],
    tests: ["waits > a 429 that asks for seconds says so in retryAfterMs"],
  },
  {
    fault: "knows no dates",
    parts: () => ({
      waitOf: (headers) => (headers.get("retry-after")?.endsWith("GMT") === true ? undefined : waitOf(headers)),
    }),
    topics: ["waits"],
    tests: ["waits > a 429 that names a date says how far it is in retryAfterMs"],
  },
  {
    fault: "waits for less than no time",
    parts: () => ({
      waitOf: (headers) =>
        headers.get("retry-after")?.endsWith("GMT") === true
          ? Date.parse(headers.get("retry-after") ?? "") - Date.now()
          : waitOf(headers),
    }),
    topics: ["waits"],
    tests: ["waits > a date that is over asks for no time"],
  },
  {
    fault: "waits by itself",
    parts: () => ({
      async post(url, init) {
        const exchange = await post(url, init);
        await sleep(
          waitOf(exchange.response.headers) ?? 0,
          undefined,
          init.signal ? { signal: init.signal, ref: false } : {},
        );
        return exchange;
      },
    }),
    topics: ["waits"],
    tests: ["waits > nobody waits for the time asked for"],
  },
  {
    fault: "limits the time until the headers alone",
    parts: () => ({
      async post(url, init) {
        const headers = new AbortController();
        const abort = (): void => headers.abort(init.signal?.reason);
        init.signal?.addEventListener("abort", abort);
        const response = await fetch(url, { ...init, signal: headers.signal });
        init.signal?.removeEventListener("abort", abort);
        return { response, text: await response.text() };
      },
    }),
    topics: ["endings"],
    tests: [
      "endings > an answer that begins and stalls: MODEL_TIMEOUT, and the request is given up",
      "endings > the signal during an answer that begins and stalls: its reason, and the request is given up",
    ],
  },
  {
    fault: "has a limit of its own",
    parts: () => ({ within: (request, work) => within({ ...request, timeoutMs: 60_000 }, work) }),
    topics: ["endings"],
    tests: ["endings > an answer that does not begin: MODEL_TIMEOUT, and the request is given up"],
  },
  {
    fault: "hears no signal",
    parts: () => ({ within: ({ signal: _ignored, ...request }, work) => within(request, work) }),
    topics: ["endings"],
    tests: [
      "endings > the signal during an answer that does not begin: its reason, and the request is given up",
      "endings > a signal that has fired already: its reason, and nothing is sent",
    ],
  },
  {
    fault: "hears a signal only while it waits",
    parts: () => ({
      async within(request, work) {
        if (request.signal?.aborted !== true) return within(request, work);
        const { signal: _fired, ...rest } = request;
        await within(rest, work);
        throw request.signal.reason;
      },
    }),
    topics: ["endings"],
    tests: ["endings > a signal that has fired already: its reason, and nothing is sent"],
  },
  {
    fault: "takes the signal for a timeout",
    parts: () => ({
      within: (request, work) =>
        within(request, work).catch((error: unknown) => {
          throw request.signal?.aborted === true ? plainParts.fail("MODEL_TIMEOUT", {}, null) : error;
        }),
    }),
    topics: ["endings"],
    tests: ["endings > the signal during an answer that does not begin: its reason, and the request is given up"],
  },
  {
    fault: "stops waiting, and lets the request go on",
    parts: () => ({
      within: (request, work) => {
        const goesOn = work(new AbortController().signal);
        goesOn.catch(() => undefined);
        return within(request, (signal) =>
          Promise.race([
            goesOn,
            new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error))),
          ]),
        );
      },
    }),
    topics: ["endings"],
    tests: ["endings > an answer that does not begin: MODEL_TIMEOUT, and the request is given up"],
  },
  {
    fault: "has one signal for all its calls",
    parts() {
      const shared = new AbortController();
      return {
        within: (request, work) => {
          request.signal?.throwIfAborted();
          request.signal?.addEventListener("abort", () => shared.abort(request.signal?.reason));
          return within({ ...request, signal: shared.signal }, work);
        },
      };
    },
    topics: ["endings"],
    tests: [
      "endings > the signal of one call does not end another",
      "endings > a signal that fires after the answer changes nothing",
    ],
  },
  {
    fault: "gives long limits to a timer that takes them for none",
    parts: () => ({
      async within(request, work) {
        request.signal?.throwIfAborted();
        const limit = new AbortController();
        const late = plainParts.fail("MODEL_TIMEOUT", {}, null);
        const timer = setTimeout(() => limit.abort(late), request.timeoutMs);
        try {
          return await within(
            { ...request, signal: AbortSignal.any([limit.signal, ...(request.signal ? [request.signal] : [])]) },
            work,
          );
        } finally {
          clearTimeout(timer);
        }
      },
    }),
    topics: ["endings"],
    tests: ["endings > an answer within a long limit is waited for"],
  },
  {
    fault: "leaves its listeners behind",
    parts: () => ({
      within: (request, work) => {
        request.signal?.addEventListener("abort", () => undefined);
        return within(request, work);
      },
    }),
    topics: ["endings"],
    tests: ["endings > calls leave no listener behind on a signal that lives on"],
  },
];
