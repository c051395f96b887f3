import { gzipSync, brotliCompressSync, deflateSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createHttpFetcher } from "../../src/fetching/create-http-fetcher.js";
import type { HttpFetcherOptions } from "../../src/fetching/http-fetcher-options.js";
import type { Fetcher } from "../../src/ports/fetching.js";
import {
  type Answer,
  type LocalServer,
  answerJson,
  answerText,
  bodyOf,
  errorOf,
  fetchInput,
  startServer,
} from "./local-server.js";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(answer: Answer): Promise<LocalServer> {
  const server = await startServer(answer);
  closers.push(server.close);
  return server;
}

function fetcherWith(options: HttpFetcherOptions = {}): Fetcher {
  const fetcher = createHttpFetcher({ allowPrivate: true, backoffMs: 1, ...options });
  closers.unshift(() => fetcher.close());
  return fetcher;
}

/** Answers in turn; the last answer stays. */
function inTurn(...answers: Answer[]): Answer {
  let next = 0;
  return (request, response) => answers[Math.min(next++, answers.length - 1)]?.(request, response);
}

describe("a good response", () => {
  it("is returned as UTF-8 bytes with its allow-listed headers, source and request count", async () => {
    const server = await serve(
      answerJson({ stars: 5 }, 200, { etag: '"1"', "set-cookie": "session=1", "x-ratelimit-remaining": "7" }),
    );
    const output = await fetcherWith().fetch(
      fetchInput(
        { endpoint: `${server.url}/repos/{OWNER}?since={{date}}` },
        { endpointConfig: { OWNER: "a/b" }, variables: { date: "2026-03-01" } },
      ),
    );
    expect(bodyOf(output)).toEqual({ stars: 5 });
    expect(output).toMatchObject({ source: `${server.url}/repos/a%2Fb`, requestCount: 1 });
    const headers = output.pages[0]?.headers ?? {};
    expect(headers).toMatchObject({ "content-type": "application/json", etag: '"1"', "x-ratelimit-remaining": "7" });
    expect(Object.keys(headers)).not.toContain("set-cookie");
    expect(server.received[0]?.url).toBe("/repos/a%2Fb?since=2026-03-01");
    expect(server.received[0]?.headers).toMatchObject({ "user-agent": "metricsmith", "accept-encoding": "gzip, br" });
  });

  it("sends method, query, headers and a JSON body", async () => {
    let sent = "";
    const server = await serve((request, response) => {
      request.on("data", (chunk: Buffer) => (sent += chunk.toString()));
      request.on("end", () => answerJson([])(request, response));
    });
    const request = {
      method: "POST" as const,
      endpoint: `${server.url}/graphql`,
      headers: { "X-Org": "{{org}}" },
      query: { tag: ["a b", "c"], none: null, limit: "{LIMIT}" },
      body: { query: "query{viewer{login}}", first: "{LIMIT}", since: "from {{date}}" },
    };
    await fetcherWith().fetch(
      fetchInput(request, { endpointConfig: { LIMIT: 5 }, variables: { org: "acme", date: "2026-03-01" } }),
    );
    expect(JSON.parse(sent)).toEqual({ query: "query{viewer{login}}", first: 5, since: "from 2026-03-01" });
    expect(server.received[0]).toMatchObject({ method: "POST", url: "/graphql?tag=a%20b&tag=c&limit=5" });
    expect(server.received[0]?.headers).toMatchObject({ "x-org": "acme", "content-type": "application/json" });
  });

  it.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
  ] as const)("is decompressed from %s", async (encoding, compress) => {
    const server = await serve(answerText(compress('{"a":1}'), 200, { "content-encoding": encoding }));
    expect(bodyOf(await fetcherWith().fetch(fetchInput({ endpoint: server.url })))).toEqual({ a: 1 });
  });

  it.each([
    ["a byte order mark", Buffer.from('\uFEFF{"a":"é"}'), "application/json"],
    ["iso-8859-1", Buffer.from('{"a":"é"}', "latin1"), "application/json; charset=ISO-8859-1"],
    ["utf-16 with a mark", Buffer.from('\uFEFF{"a":"é"}', "utf16le"), "application/json"],
  ])("is decoded from %s", async (_name, bytes, type) => {
    const server = await serve(answerText(bytes, 200, { "content-type": type }));
    const output = await fetcherWith().fetch(fetchInput({ endpoint: server.url }));
    expect(Buffer.from(output.pages[0]?.body ?? []).toString("utf8")).toBe('{"a":"é"}');
  });

  it("keeps a CSV as it came", async () => {
    const server = await serve(answerText("day,value\n2026-03-01,4\n", 200, { "content-type": "text/csv" }));
    const output = await fetcherWith().fetch(
      fetchInput({
        endpoint: server.url,
        format: "csv",
        success: ({ body }) => Array.isArray(body) && body.length === 1,
      }),
    );
    expect(Buffer.from(output.pages[0]?.body ?? []).toString()).toBe("day,value\n2026-03-01,4\n");
  });

  it("may be JSON that is sent as text/html", async () => {
    const server = await serve(answerText("[1]", 200, { "content-type": "text/html" }));
    expect(bodyOf(await fetcherWith().fetch(fetchInput({ endpoint: server.url })))).toEqual([1]);
  });
});

describe("authentication", () => {
  it.each([
    ["bearer", { type: "bearer", token: "tok-12345" }, { authorization: "Bearer tok-12345" }],
    ["api_key", { type: "api_key", name: "X-Key", value: "key-12345", in: "header" }, { "x-key": "key-12345" }],
    [
      "basic",
      { type: "basic", username: "me", password: "pässword" },
      { authorization: `Basic ${Buffer.from("me:pässword").toString("base64")}` },
    ],
  ] as const)("%s is sent as a header", async (_name, authentication, expected) => {
    const server = await serve(answerJson({}));
    await fetcherWith().fetch(fetchInput({ endpoint: server.url }, { authentication }));
    expect(server.received[0]?.headers).toMatchObject(expected);
  });

  it("api_key is added to the query, and to no source", async () => {
    const server = await serve(answerJson({}));
    const authentication = { type: "api_key", name: "key", value: "a b&c-1", in: "query" } as const;
    const output = await fetcherWith().fetch(fetchInput({ endpoint: `${server.url}/x?a=%20` }, { authentication }));
    expect(server.received[0]?.url).toBe("/x?a=%20&key=a%20b%26c-1");
    expect(output.source).toBe(`${server.url}/x`);
  });
});

describe("statuses", () => {
  it.each([
    [202, {}, "FETCH_NOT_READY", "transient", 3],
    [204, {}, "FETCH_EMPTY", "transient", 1],
    [304, {}, "FETCH_REJECTED", "config", 1],
    [400, {}, "FETCH_REJECTED", "config", 1],
    [401, {}, "FETCH_UNAUTHORIZED", "config", 1],
    [403, {}, "FETCH_UNAUTHORIZED", "config", 1],
    [403, { "retry-after": "0" }, "FETCH_RATE_LIMITED", "transient", 3],
    [403, { "x-ratelimit-remaining": "0" }, "FETCH_RATE_LIMITED", "transient", 3],
    [403, { "x-ratelimit-remaining": "9" }, "FETCH_UNAUTHORIZED", "config", 1],
    [404, {}, "FETCH_NOT_FOUND", "config", 1],
    [408, {}, "FETCH_REJECTED", "transient", 3],
    [410, {}, "FETCH_NOT_FOUND", "config", 1],
    [425, {}, "FETCH_REJECTED", "transient", 3],
    [429, {}, "FETCH_RATE_LIMITED", "transient", 3],
    [500, {}, "FETCH_UNAVAILABLE", "transient", 3],
    [503, {}, "FETCH_UNAVAILABLE", "transient", 3],
  ] as const)("%i %j is %s (%s) after %i tries", async (status, headers, code, category, attempts) => {
    const server = await serve(answerText(status === 204 || status === 304 ? "" : "the body", status, headers));
    const error = await errorOf(fetcherWith(), fetchInput({ endpoint: `${server.url}/p?q=1` }));
    expect(error).toMatchObject({ code, category, details: { status, attempts, source: `${server.url}/p` } });
    expect(error.message).toMatch(/^Failed to fetch data: /);
    expect(error.message).not.toContain("the body");
    expect(server.received).toHaveLength(attempts);
  });
});

describe("retries", () => {
  it("return the response of a later try", async () => {
    const server = await serve(
      inTurn(answerText("", 503), answerText("", 429, { "retry-after-ms": "2" }), answerJson([1])),
    );
    const output = await fetcherWith().fetch(fetchInput({ endpoint: server.url }));
    expect(bodyOf(output)).toEqual([1]);
    expect(output.requestCount).toBe(3);
  });

  it("follow a connection that broke in the middle of the body", async () => {
    const broken: Answer = (_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("[");
      setImmediate(() => response.destroy());
    };
    const server = await serve(inTurn(broken, answerJson([1])));
    expect(bodyOf(await fetcherWith().fetch(fetchInput({ endpoint: server.url })))).toEqual([1]);
  });

  it("do not wait longer than maximumInProcessWaitMs", async () => {
    const server = await serve(answerText("", 429, { "retry-after": "11" }));
    const error = await errorOf(fetcherWith(), fetchInput({ endpoint: server.url }));
    expect(error).toMatchObject({ code: "FETCH_RATE_LIMITED", details: { retryAfterMs: 11_000, attempts: 1 } });
  });

  it("do not wait beyond the timeout of the request", async () => {
    const server = await serve(answerText("", 503, { "retry-after": "9" }));
    const error = await errorOf(fetcherWith(), fetchInput({ endpoint: server.url, timeoutMs: 5_000 }));
    expect(error).toMatchObject({ code: "FETCH_UNAVAILABLE", details: { retryAfterMs: 9_000, attempts: 1 } });
  });

  it("read a Retry-After date against the clock", async () => {
    const now = new Date("2026-03-01T00:00:00Z");
    const server = await serve(answerText("", 503, { "retry-after": "Sun, 01 Mar 2026 01:00:00 GMT" }));
    const error = await errorOf(fetcherWith({ clock: { now: () => now } }), fetchInput({ endpoint: server.url }));
    expect(error.details).toMatchObject({ retryAfterMs: 3_600_000 });
  });

  it("can be turned off", async () => {
    const server = await serve(answerText("", 500));
    await errorOf(fetcherWith({ maximumRetries: 0 }), fetchInput({ endpoint: server.url }));
    expect(server.received).toHaveLength(1);
  });

  it("happen for a refused connection, but not for something that is no HTTP", async () => {
    const server = await serve(answerJson({}));
    await server.close();
    const error = await errorOf(fetcherWith(), fetchInput({ endpoint: server.url }));
    expect(error).toMatchObject({ code: "FETCH_NETWORK", details: { attempts: 3 } });
    expect(error.message).toContain("ECONNREFUSED");
    const raw = await serve((request) => void request.socket.end("SSH-2.0-x\r\n\r\n"));
    expect(await errorOf(fetcherWith(), fetchInput({ endpoint: raw.url }))).toMatchObject({
      code: "FETCH_NETWORK",
      details: { attempts: 1 },
    });
  });
});

describe("bodies that are no data", () => {
  it.each([
    ["an empty body", "", {}, "json", "FETCH_EMPTY", ""],
    ["only white space", " \n", {}, "csv", "FETCH_EMPTY", ""],
    ["an HTML page", "<!DOCTYPE html><p>secret page", {}, "json", "FETCH_NOT_DATA", "JSON"],
    ["a text sent as HTML", "Log in", { "content-type": "text/html" }, "json", "FETCH_NOT_DATA", "JSON"],
    ["an HTML page for CSV", "\n<html><p>x", {}, "csv", "FETCH_NOT_DATA", "CSV"],
    [
      "a text sent as HTML for CSV",
      "Log in",
      { "content-type": "text/html; charset=utf-8" },
      "csv",
      "FETCH_NOT_DATA",
      "CSV",
    ],
    ["wrong JSON", '{\n"a": nope}', {}, "json", "FETCH_MALFORMED", "line 2, column 6"],
    ["half a JSON", '{"a": [1,', {}, "json", "FETCH_MALFORMED", "ends too early at line 1, column 10"],
    ["wrong CSV", "a,b\n1,2\n1,2,3\n", {}, "csv", "FETCH_MALFORMED", "line 3"],
    ["damaged gzip", "no gzip", { "content-encoding": "gzip" }, "json", "FETCH_MALFORMED", "damaged"],
    [
      "endless compressions",
      "x",
      { "content-encoding": "gzip,".repeat(1_000) },
      "json",
      "FETCH_MALFORMED",
      "compressed 1000 times",
    ],
    [
      "cut gzip",
      gzipSync('{"a":1}').subarray(0, -4),
      { "content-encoding": "gzip" },
      "json",
      "FETCH_MALFORMED",
      "damaged",
    ],
    ["an unknown encoding", "x", { "content-encoding": "zstd" }, "json", "FETCH_MALFORMED", "not asked for"],
  ] as const)("%s", async (_name, text, headers, format, code, part) => {
    const server = await serve(answerText(text, 200, headers));
    const error = await errorOf(fetcherWith(), fetchInput({ endpoint: server.url, format }));
    expect(error).toMatchObject({ code, category: "transient", details: { attempts: 1 } });
    expect(error.message).toContain(part);
    expect(error.message).not.toMatch(/nope|secret page|Log in/);
  });

  it("a 200 that `success` does not accept is FETCH_UNSUCCESSFUL, with its sentence", async () => {
    const server = await serve(answerJson({ error: "quota" }));
    const withSentence = fetchInput({ endpoint: server.url, success: () => "the quota is used up" });
    expect((await errorOf(fetcherWith(), withSentence)).message).toBe("Failed to fetch data: the quota is used up");
    const refused = fetchInput({ endpoint: server.url, success: ({ status }) => status !== 200 });
    expect(await errorOf(fetcherWith(), refused)).toMatchObject({
      code: "FETCH_UNSUCCESSFUL",
      details: { attempts: 1, status: 200 },
    });
  });

  it("a `success` that throws is FETCH_CONFIG_INVALID", async () => {
    const server = await serve(answerJson({}));
    const success = () => {
      throw new TypeError("oops");
    };
    const error = await errorOf(fetcherWith(), fetchInput({ endpoint: server.url, success }));
    expect(error).toMatchObject({ code: "FETCH_CONFIG_INVALID", cause: { name: "TypeError", message: "oops" } });
  });
});

describe("limits", () => {
  it("maxBytes is exact", async () => {
    const server = await serve(answerText("[12345]"));
    expect(await fetcherWith().fetch(fetchInput({ endpoint: server.url, maxBytes: 7 }))).toBeDefined();
    const error = await errorOf(fetcherWith(), fetchInput({ endpoint: server.url, maxBytes: 6 }));
    expect(error).toMatchObject({ code: "FETCH_TOO_LARGE", category: "config" });
    expect(error.message).toContain("maxBytes");
  });

  it.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
    ["gzip, gzip", (bytes: Buffer) => gzipSync(gzipSync(bytes))],
  ] as const)("a %s bomb ends at maxBytes", async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(8_000_000));
    const server = await serve(answerText(bomb, 200, { "content-encoding": encoding }));
    const error = await errorOf(fetcherWith(), fetchInput({ endpoint: server.url, maxBytes: 100_000 }));
    expect(error.code).toBe("FETCH_TOO_LARGE");
  });

  it.each([
    ["at maxBytes", 200, {}, "FETCH_TOO_LARGE"],
    ["when its encoding is unknown", 200, { "content-encoding": "zstd" }, "FETCH_MALFORMED"],
    ["when its status says enough", 400, {}, "FETCH_REJECTED"],
    ["when it belongs to a redirect", 302, { location: "ftp://a.example/" }, "FETCH_REJECTED"],
  ])("an endless body ends %s, and its connection with it", async (_name, status, headers, code) => {
    let isClosed: Promise<void> = Promise.resolve();
    const server = await serve((_request, response) => {
      response.writeHead(status, headers);
      isClosed = new Promise((resolve) => response.on("close", () => resolve()));
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(10_000)));
      };
      response.on("drain", more);
      more();
    });
    const error = await errorOf(fetcherWith(), fetchInput({ endpoint: server.url, maxBytes: 1_000_000 }));
    expect(error.code).toBe(code);
    await isClosed;
  });

  it.each([
    ["no answer", () => {}],
    [
      "a body that never ends",
      (_request, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(" "), 5);
        response.on("close", () => clearInterval(timer));
      },
    ],
  ] satisfies [string, Answer][])("timeoutMs ends %s", async (_name, answer) => {
    const server = await serve(answer);
    const error = await errorOf(fetcherWith(), fetchInput({ endpoint: server.url, timeoutMs: 50 }));
    expect(error).toMatchObject({ code: "FETCH_TIMEOUT", category: "transient", details: { attempts: 1 } });
    expect(error.message).toContain("50 ms");
  });

  it.each([
    ["the answer", () => {}],
    ["the rest of a body", (_request, response) => void response.write("[")],
    ["the next try", answerText("", 503, { "retry-after": "9" })],
  ] satisfies [string, Answer][])(
    "an abort rejects with the signal's reason, while waiting for %s",
    async (_name, answer) => {
      const controller = new AbortController();
      const reason = new Error("cancelled by a person");
      const server = await serve((request, response) => {
        answer(request, response);
        // Later than the response's first bytes, which travel through a socket.
        setTimeout(() => controller.abort(reason), 20);
      });
      const pending = fetcherWith().fetch(fetchInput({ endpoint: server.url }, { signal: controller.signal }));
      await expect(pending).rejects.toBe(reason);
      expect(server.received).toHaveLength(1);
    },
  );

  it("an aborted signal sends nothing", async () => {
    const server = await serve(answerJson({}));
    const signal = AbortSignal.abort("no");
    await expect(fetcherWith().fetch(fetchInput({ endpoint: server.url }, { signal }))).rejects.toBe("no");
    expect(server.received).toHaveLength(0);
  });
});

describe("close", () => {
  it("lets a later fetch open new connections", async () => {
    const server = await serve(answerJson([1]));
    const fetcher = fetcherWith();
    await fetcher.fetch(fetchInput({ endpoint: server.url }));
    await fetcher.close();
    expect(bodyOf(await fetcher.fetch(fetchInput({ endpoint: server.url })))).toEqual([1]);
  });
});
