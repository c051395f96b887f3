import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FetchInput, FetchOutput, Fetcher } from "../../src/ports/fetching.js";
import { MetricsmithError } from "../../src/errors/metricsmith-error.js";

export interface LocalServer {
  readonly url: string;
  readonly port: number;
  /** Every request so far, in order. */
  readonly received: readonly IncomingMessage[];
  close(): Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on 127.0.0.1. */
export async function startServer(answer: Answer): Promise<LocalServer> {
  const received: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    received.push(request);
    response.on("error", () => {});
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function answerJson(value: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return answerText(JSON.stringify(value), status, { "content-type": "application/json", ...headers });
}

export function answerText(
  text: string | Buffer,
  status = 200,
  headers: Record<string, string | string[]> = {},
): Answer {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(text);
  };
}

/** A fetch of `endpoint` with the usual rest. */
export function fetchInput(request: FetchInput["request"], rest: Partial<FetchInput> = {}): FetchInput {
  return {
    request,
    endpointConfig: {},
    variables: {},
    authentication: { type: "none" },
    signal: new AbortController().signal,
    ...rest,
  };
}

export function bodyOf(output: FetchOutput): unknown {
  return JSON.parse(Buffer.from(output.pages[0]?.body ?? []).toString("utf8"));
}

/** The error that a fetch rejects with. */
export async function errorOf(fetcher: Fetcher, input: FetchInput): Promise<MetricsmithError> {
  const outcome: unknown = await fetcher.fetch(input).then(
    () => new Error("the fetch succeeded"),
    (error: unknown) => error,
  );
  if (MetricsmithError.isInstance(outcome)) return outcome;
  throw new Error("not a MetricsmithError", { cause: outcome });
}
