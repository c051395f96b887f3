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
  /** The connection ends without an answer, or in the middle of its body. */
  | { readonly dropped: true | "midway" }
) & {
  /** How long the answer is held back. @defaultValue 0 */
  readonly delayMs?: number | undefined;
  /** How long the second half of the body is held back. @defaultValue 0 */
  readonly bodyDelayMs?: number | undefined;
};

export interface ModelServerRequest {
  readonly path: "/v1/chat/completions" | "/v1/responses";
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** Answers in order, or what to answer to each request; `call` is its number, from 1. */
export type ModelScript =
  | readonly ModelAnswer[]
  | ((request: ModelServerRequest, call: number) => ModelAnswer | Promise<ModelAnswer>);

export interface ModelServer {
  /** What an SDK takes as its base URL, ending in `/v1`. */
  readonly baseUrl: string;
  /** Completions asked for so far, oldest first. */
  readonly requests: readonly ModelServerRequest[];
  /** How many of them their client gave up: the connection was closed before the whole answer was sent. */
  readonly abandoned: number;
  /** Ends every connection, also those that wait for an answer, and frees the port. */
  close(): Promise<void>;
}

/**
 * An HTTP server on a free port of 127.0.0.1 that speaks what SDKs need of OpenAI's chat completions and responses, without
 * streaming. Where the script has no answer or throws, it answers 400 with the reason, which SDKs do not repeat.
 */
export async function startModelServer(script: ModelScript): Promise<ModelServer> {
  const requests: ModelServerRequest[] = [];
  const closing = new AbortController();
  let abandoned = 0;
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    if (typeof request === "string") {
      return send(outgoing, { status: 404, body: errorBody(request) }, closing.signal);
    }
    const call = requests.push(request);
    const left = new AbortController();
    const leave = (): void => {
      if (outgoing.writableFinished || outgoing.errored !== null || closing.signal.aborted) return;
      if (left.signal.aborted) return;
      left.abort();
      abandoned += 1;
    };
    outgoing.once("close", leave);
    // Gone before its request was read.
    if (outgoing.closed || outgoing.socket === null || outgoing.socket.destroyed) leave();
    const signal = AbortSignal.any([closing.signal, left.signal]);
    const answer = await play(script, request, call);
    if (answer.delayMs !== undefined) await wait(answer.delayMs, undefined, { signal });
    if ("dropped" in answer) return drop(outgoing, answer.dropped);
    const exchange =
      "status" in answer
        ? answer
        : { status: 200, body: replyBody(request, call, answer), bodyDelayMs: answer.bodyDelayMs };
    await send(outgoing, exchange, signal);
  }

  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    get abandoned() {
      return abandoned;
    },
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
async function readRequest(incoming: IncomingMessage): Promise<ModelServerRequest | string> {
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

async function play(script: ModelScript, request: ModelServerRequest, call: number): Promise<ModelAnswer> {
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

function replyBody({ path, body }: ModelServerRequest, call: number, reply: ModelReply): JsonObject {
  const model = typeof body["model"] === "string" ? body["model"] : "model";
  const describe = path === "/v1/responses" ? response : chatCompletion;
  return describe(reply, { model, id: String(call) });
}

interface Exchange extends Extract<ModelAnswer, { status: number }> {
  readonly bodyDelayMs?: number | undefined;
}

async function send(outgoing: ServerResponse, exchange: Exchange, signal: AbortSignal): Promise<void> {
  const { status, headers, body = "", bodyDelayMs } = exchange;
  outgoing.writeHead(status, { "content-type": "application/json", ...headers });
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  if (bodyDelayMs === undefined) return void outgoing.end(bytes);
  const half = Math.floor(bytes.length / 2);
  outgoing.write(bytes.subarray(0, half));
  await wait(bodyDelayMs, undefined, { signal });
  outgoing.end(bytes.subarray(half));
}

/** An error marks it as the server's own doing. */
function drop(outgoing: ServerResponse, when: true | "midway"): void {
  const end = (): void => void outgoing.destroy(new Error("dropped"));
  if (when === true) return end();
  outgoing.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  outgoing.write('{"id": "', end);
}
