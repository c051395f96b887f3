import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { isJsonObject, type JsonObject, type JsonValue } from "@metricsmith/core/adapter";
import { chatCompletion, errorBody, type ModelReply, response } from "./model-answers.js";

/** What the model server is to do with one request. */
export type ModelAnswer = (
  | ModelReply
  /** An HTTP answer as it stands: an error with its headers, or a body that is no JSON. A text is sent unchanged. */
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly body?: JsonValue;
    }
  /** The connection ends without an answer. */
  | { readonly dropped: true }
) & {
  /** How long the answer is held back. @defaultValue 0 */
  readonly delayMs?: number | undefined;
};

export interface ModelRequest {
  readonly path: "/v1/chat/completions" | "/v1/responses";
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** Answers in order, or what to answer to each request; `call` is its number, from 1. */
export type ModelScript =
  | readonly ModelAnswer[]
  | ((request: ModelRequest, call: number) => ModelAnswer | Promise<ModelAnswer>);

export interface ModelServer {
  /** What an SDK takes as its base URL, ending in `/v1`. */
  readonly baseUrl: string;
  /** Completions asked for so far, oldest first. */
  readonly requests: readonly ModelRequest[];
  /** Ends every connection, also those that wait for an answer, and frees the port. */
  close(): Promise<void>;
}

/**
 * An HTTP server on a free port of 127.0.0.1 that speaks what SDKs need of OpenAI's chat completions and responses, without
 * streaming. Where the script has no answer or throws, it answers 400 with the reason, which SDKs do not repeat.
 */
export async function startModelServer(script: ModelScript): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const closing = new AbortController();
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    if (typeof request === "string") return send(outgoing, { status: 404, body: errorBody(request) });
    const call = requests.push(request);
    const answer = await play(script, request, call);
    if (answer.delayMs !== undefined) await wait(answer.delayMs, undefined, { signal: closing.signal });
    if ("dropped" in answer) outgoing.destroy();
    else if ("status" in answer) send(outgoing, answer);
    else send(outgoing, { status: 200, body: replyBody(request, call, answer) });
  }

  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    async close() {
      closing.abort();
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
}

/** The request, or why it is none. */
async function readRequest(incoming: IncomingMessage): Promise<ModelRequest | string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const path = incoming.url ?? "";
  if (incoming.method !== "POST" || (path !== "/v1/chat/completions" && path !== "/v1/responses")) {
    return `The model server has no ${incoming.method} ${path}.`;
  }
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const body = parseObject(Buffer.concat(chunks).toString("utf8"));
  return body === null ? "The request's body is no JSON object." : { path, headers, body };
}

function parseObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

async function play(script: ModelScript, request: ModelRequest, call: number): Promise<ModelAnswer> {
  if (request.body["stream"] === true) return refuse("The model server does not stream.");
  if (typeof script !== "function") return script[call - 1] ?? refuse(`The script has no answer to request ${call}.`);
  try {
    return await script(request, call);
  } catch (error) {
    return refuse(`The script threw: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refuse(message: string): ModelAnswer {
  return { status: 400, body: errorBody(message) };
}

function replyBody({ path, body }: ModelRequest, call: number, reply: ModelReply): JsonObject {
  const model = typeof body["model"] === "string" ? body["model"] : "model";
  const describe = path === "/v1/responses" ? response : chatCompletion;
  return describe(reply, { model, id: String(call) });
}

function send(outgoing: ServerResponse, answer: Extract<ModelAnswer, { status: number }>): void {
  const { status, headers, body = "" } = answer;
  outgoing.writeHead(status, { "content-type": "application/json", ...headers });
  outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
}
