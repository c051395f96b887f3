import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;

export interface LocalServer {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  /** What it answers from now on. */
  respond(respond: Respond): void;
  /** Paths with queries that were asked for, oldest first. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** An HTTP server on this machine. */
export async function startLocalServer(): Promise<LocalServer> {
  const requests: string[] = [];
  let answer: Respond = (_request, response) => void response.writeHead(500).end();
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    respond: (respond) => void (answer = respond),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with a body, by default as JSON with status 200. */
export function reply(
  body: string,
  status = 200,
  headers: Readonly<Record<string, string>> = { "content-type": "application/json" },
): Respond {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}
