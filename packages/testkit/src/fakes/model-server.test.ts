import { afterEach, describe, expect, it } from "vitest";
import { type ModelScript, type ModelServer, startModelServer } from "./model-server.js";

let server: ModelServer | null = null;

async function start(script: ModelScript): Promise<ModelServer> {
  server = await startModelServer(script);
  return server;
}

function ask(path: "chat/completions" | "responses", body: object = {}): Promise<Response> {
  return fetch(`${server?.baseUrl}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer key" },
    body: JSON.stringify({ model: "small", ...body }),
  });
}

afterEach(async () => {
  await server?.close();
  server = null;
});

describe("startModelServer", () => {
  it("answers chat completions in the order of the script, and records the requests", async () => {
    const usage = { inputTokens: 7, outputTokens: 3 };
    const { requests } = await start([{ text: "first" }, { json: { second: [1] }, usage }]);
    const first = await (await ask("chat/completions", { messages: [{ role: "user", content: "hello" }] })).json();
    expect(first).toMatchObject({
      object: "chat.completion",
      model: "small",
      choices: [{ finish_reason: "stop", message: { role: "assistant", content: "first", refusal: null } }],
    });
    expect(await (await ask("chat/completions")).json()).toMatchObject({
      choices: [{ message: { content: '{"second":[1]}' } }],
      usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
    });
    expect(requests.map(({ path }) => path)).toEqual(["/v1/chat/completions", "/v1/chat/completions"]);
    expect(requests[0]?.headers["authorization"]).toBe("Bearer key");
    expect(requests[0]?.body).toEqual({ model: "small", messages: [{ role: "user", content: "hello" }] });
  });

  it("answers responses", async () => {
    await start([{ text: "hello", usage: { inputTokens: 1, outputTokens: 2 } }]);
    expect(await (await ask("responses", { input: "hi" })).json()).toMatchObject({
      object: "response",
      status: "completed",
      output: [{ type: "message", content: [{ type: "output_text", text: "hello" }] }],
      usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
    });
  });

  it("answers by a function of the request and its number", async () => {
    await start(({ body }, call) => ({ json: { call, input: body["input"] ?? null } }));
    await ask("responses", { input: "a" });
    const { output } = (await (await ask("responses", { input: "b" })).json()) as { output: unknown };
    expect(output).toMatchObject([{ content: [{ text: '{"call":2,"input":"b"}' }] }]);
  });

  it("declines", async () => {
    await start(() => ({ refusal: "I cannot." }));
    expect(await (await ask("chat/completions")).json()).toMatchObject({
      choices: [{ finish_reason: "stop", message: { content: null, refusal: "I cannot." } }],
    });
    expect(await (await ask("responses")).json()).toMatchObject({
      status: "completed",
      output: [{ content: [{ type: "refusal", refusal: "I cannot." }] }],
    });
  });

  it("is cut off by its limit of tokens", async () => {
    await start(() => ({ cutOff: '{"half' }));
    expect(await (await ask("chat/completions")).json()).toMatchObject({
      choices: [{ finish_reason: "length", message: { content: '{"half' } }],
    });
    expect(await (await ask("responses")).json()).toMatchObject({
      status: "incomplete",
      incomplete_details: { reason: "max_output_tokens" },
      output: [{ status: "incomplete", content: [{ text: '{"half' }] }],
    });
  });

  it("plays errors with their headers, and bodies that are no JSON", async () => {
    await start([
      { status: 429, headers: { "retry-after": "7" }, body: { error: { message: "Slow down." } } },
      { status: 200, body: '{"id": "chatcmpl' },
      { status: 503 },
    ]);
    const busy = await ask("chat/completions");
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(await busy.json()).toEqual({ error: { message: "Slow down." } });
    await expect((await ask("chat/completions")).json()).rejects.toThrow(SyntaxError);
    expect((await ask("chat/completions")).status).toBe(503);
  });

  it("drops the connection without an answer, and goes on", async () => {
    await start([{ dropped: true }, { text: "back" }]);
    await expect(ask("responses")).rejects.toThrow("fetch failed");
    expect((await ask("responses")).status).toBe(200);
  });

  it("holds an answer back", async () => {
    await start([
      { text: "late", delayMs: 20 },
      { text: "never", delayMs: 3_600_000 },
    ]);
    expect((await ask("responses")).status).toBe(200);
    const controller = new AbortController();
    const waiting = fetch(`${server?.baseUrl}/responses`, { method: "POST", body: "{}", signal: controller.signal });
    controller.abort(new Error("too slow"));
    await expect(waiting).rejects.toThrow("too slow");
  });

  it("close() ends a request that waits, and frees the port", async () => {
    const { baseUrl, close, requests } = await start([{ text: "never", delayMs: 3_600_000 }]);
    const waiting = expect(ask("responses")).rejects.toThrow("fetch failed");
    while (requests.length === 0) await new Promise((resolve) => void setImmediate(resolve));
    await close();
    await waiting;
    await expect(fetch(baseUrl)).rejects.toThrow("fetch failed");
  });

  it("says what it cannot answer, with a status that is not repeated", async () => {
    const failing: ModelScript = () => {
      throw new Error("unwell");
    };
    for (const [script, body, message] of [
      [[], {}, "The script has no answer to request 1."],
      [[{ text: "a" }], { stream: true }, "The model server does not stream."],
      [failing, {}, "The script threw: unwell"],
    ] as const) {
      const { close } = await start(script);
      const answer = await ask("chat/completions", body);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { message } });
      await close();
    }
  });

  it("knows no other path and no body but an object", async () => {
    const { baseUrl, requests } = await start([]);
    expect((await fetch(`${baseUrl}/models`)).status).toBe(404);
    expect((await fetch(`${baseUrl}/responses`, { method: "POST", body: "[1" })).status).toBe(404);
    expect(requests).toEqual([]);
  });
});
