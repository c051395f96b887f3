import type { Fetcher, FetchInput, FetchOutput, JsonValue } from "@metricsmith/core/adapter";

/** What the API is to answer: JSON, text as it stands, or a whole output. */
export type FakeAnswer = { readonly json: JsonValue } | { readonly text: string } | FetchOutput;

export interface FakeFetcher extends Fetcher {
  /** What was asked for so far, oldest first; calls that failed included. */
  readonly calls: readonly FetchInput[];
}

/**
 * A fetcher whose answers come from `handler`, which also gets the number of the call, from 1. An error it throws is
 * the fetcher's error. An aborted signal wins over a handler that has not answered yet.
 */
export function fakeFetcher(
  handler: (input: FetchInput, call: number) => FakeAnswer | Promise<FakeAnswer>,
): FakeFetcher {
  const calls: FetchInput[] = [];
  return {
    calls,
    async fetch(input) {
      calls.push(input);
      const call = calls.length;
      input.signal.throwIfAborted();
      return toOutput(await unlessAborted(input.signal, async () => handler(input, call)), input);
    },
    close: async () => undefined,
  };
}

function toOutput(answer: FakeAnswer, input: FetchInput): FetchOutput {
  if ("pages" in answer) return answer;
  const isJson = "json" in answer;
  const body = new TextEncoder().encode(isJson ? JSON.stringify(answer.json) : answer.text);
  const headers = { "content-type": isJson ? "application/json" : "text/plain" };
  const source = input.request.endpoint.replace(/[?#].*$/s, "");
  return { pages: [{ status: 200, headers, body }], source, requestCount: 1 };
}

function unlessAborted<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}
