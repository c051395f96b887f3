import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { createHttpFetcher } from "../../src/fetching/create-http-fetcher.js";
import type { Authentication } from "../../src/ports/fetching.js";
import { type Answer, type LocalServer, answerText, fetchInput, startServer } from "./local-server.js";

// Characters that every encoding treats in its own way; `>>>???` is `Pj4+Pz8/` in base64.
const SECRET = '>>>???sk/Live+9 "ü<&=~q\\7';
const HEADER_SECRET = `${SECRET}x`;
const PLAIN_SECRET = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";

const authentications: Record<string, { authentication: Authentication; secrets: string[] }> = {
  bearer: { authentication: { type: "bearer", token: PLAIN_SECRET }, secrets: [PLAIN_SECRET] },
  "api_key in header": {
    authentication: { type: "api_key", name: "x-key", value: HEADER_SECRET, in: "header" },
    secrets: [HEADER_SECRET],
  },
  "api_key with a scheme": {
    authentication: { type: "api_key", name: "authorization", value: `Token ${PLAIN_SECRET}`, in: "header" },
    secrets: [PLAIN_SECRET, `Token ${PLAIN_SECRET}`],
  },
  "api_key in query": {
    authentication: { type: "api_key", name: "key", value: SECRET, in: "query" },
    secrets: [SECRET],
  },
  basic: { authentication: { type: "basic", username: "me", password: SECRET }, secrets: [SECRET, `me:${SECRET}`] },
  "basic with the key as user name": {
    authentication: { type: "basic", username: PLAIN_SECRET, password: "X" },
    secrets: [PLAIN_SECRET, `${PLAIN_SECRET}:X`],
  },
};

/** Every form in which a server may hand a secret back. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString("base64");
  const query = new URLSearchParams({ a: secret }).toString().slice(2);
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
    encodeURIComponent(encodeURIComponent(secret)),
    encodeURI(secret),
    query,
    base64,
    base64.replace(/=+$/, ""),
    encodeURIComponent(base64),
    Buffer.from(secret).toString("base64url"),
    ...jsonFormsOf(secret),
  ];
}

/** A secret inside of JSON text, as different libraries write it. */
function jsonFormsOf(secret: string): string[] {
  const plain = JSON.stringify(secret).slice(1, -1);
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return [
    plain,
    plain.replaceAll("/", "\\/"),
    plain.replace(/[^ -~]/g, escape),
    plain.replace(/[<>&]/g, escape),
    plain.replace(/[^ -~]/g, escape).replaceAll("/", "\\/"),
  ];
}

/** Everything a log or a debugger could show of a value. */
function everythingOf(value: unknown): string {
  const parts: string[] = [
    inspect(value, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null }),
  ];
  for (let error = value; error instanceof Error; error = error.cause) {
    parts.push(error.message, error.stack ?? "", JSON.stringify(error, Object.getOwnPropertyNames(error)));
  }
  const pages: { body: Uint8Array; headers: object }[] = (value as { pages?: [] }).pages ?? [];
  for (const page of pages) parts.push(Buffer.from(page.body).toString("utf8"), JSON.stringify(page.headers));
  return parts.join("\n");
}

function leaksIn(value: unknown, secrets: readonly string[]): string[] {
  const everything = everythingOf(value);
  return secrets.flatMap(formsOf).filter((form) => everything.includes(form));
}

const servers: LocalServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(answer: Answer): Promise<LocalServer> {
  const server = await startServer(answer);
  servers.push(server);
  return server;
}

async function outcomeOf(answer: Answer, authentication: Authentication, success?: () => string): Promise<unknown> {
  const server = await serve(answer);
  const fetcher = createHttpFetcher({ allowPrivate: true, backoffMs: 1, maximumRetries: 1 });
  const input = fetchInput({ endpoint: `${server.url}/x`, success }, { authentication });
  try {
    return await fetcher.fetch(input);
  } catch (error) {
    return error;
  } finally {
    await fetcher.close();
  }
}

describe.each(Object.entries(authentications))("a secret of %s", (_name, { authentication, secrets }) => {
  const echoes = secrets.flatMap(formsOf);
  const asWritten = secrets.flatMap(jsonFormsOf).map((form) => `"${form}"`);
  const body = `{"echoes":${JSON.stringify(echoes)},"asWritten":[${asWritten.join(",")}]}`;

  it("is in no body", async () => {
    const output = await outcomeOf(answerText(body), authentication);
    expect(output).toMatchObject({ requestCount: 1 });
    expect(leaksIn(output, secrets)).toEqual([]);
    expect(everythingOf(output)).toContain("[secret]");
  });

  it("is in no header", async () => {
    const latin1 = echoes.map((form) => Buffer.from(form, "latin1").toString("latin1"));
    const headers = {
      link: latin1.map((form) => `<https://a.example/?key=${form}>`).join(", "),
      etag: encodeURIComponent(secrets[0] ?? ""),
    };
    const output = await outcomeOf(answerText("[]", 200, headers), authentication);
    expect(output).toMatchObject({ requestCount: 1 });
    expect(leaksIn(output, secrets)).toEqual([]);
  });

  it.each([
    ["a status", answerText(body, 401)],
    ["a malformed body", answerText(`${body}]`)],
    ["an HTML page", answerText(`<html>${body}`)],
    ["broken HTTP", (request) => void request.socket.end(`${body}\r\n\r\n`)],
    [
      "a broken header",
      (request) => void request.socket.end(`HTTP/1.1 200 OK\r\nbad header ${encodeURIComponent(body)}\r\n\r\n`),
    ],
    ["a broken connection", (request) => request.socket.destroy()],
    [
      "a redirect in a circle",
      (request, response) => void response.writeHead(302, { location: request.url ?? "" }).end(),
    ],
    [
      "a redirect to another protocol",
      answerText("", 302, { location: `ftp://a.example/${encodeURIComponent(secrets[0] ?? "")}` }),
    ],
    [
      "a redirect with the secret to another origin",
      answerText("", 302, { location: `http://a.example/?k=${encodeURIComponent(secrets[0] ?? "")}` }),
    ],
  ] satisfies [string, Answer][])("is in no error for %s", async (_kind, answer) => {
    const error = await outcomeOf(answer, authentication);
    expect(error).toMatchObject({
      name: "MetricsmithError",
      message: expect.stringMatching(/^Failed to fetch data: /),
    });
    expect(leaksIn(error, secrets)).toEqual([]);
  });

  it("is in no sentence of `success`", async () => {
    const error = await outcomeOf(
      answerText("[]"),
      authentication,
      () => `rejected: ${"x".repeat(480)}${echoes.join(" ")}`,
    );
    expect(leaksIn(error, secrets)).toEqual([]);
    expect((error as Error).message).not.toContain(secrets[0]?.slice(0, 8));
  });

  it("is in no cause, when `success` throws", async () => {
    const error = await outcomeOf(answerText("[]"), authentication, () => {
      throw new Error(`no ${secrets.join(" ")}`, { cause: new Error(secrets[0]) });
    });
    expect(error).toMatchObject({ code: "FETCH_CONFIG_INVALID" });
    expect(leaksIn(error, secrets)).toEqual([]);
  });
});

describe("redirects", () => {
  const authentication = { type: "bearer", token: PLAIN_SECRET } as const;

  it("keep the credentials on the same origin", async () => {
    const server = await serve((request, response) => {
      if (request.url?.startsWith("/x")) response.writeHead(302, { location: "/y?z" }).end();
      else response.end("[1]");
    });
    const key = { type: "api_key", name: "key", value: PLAIN_SECRET, in: "query" } as const;
    const fetcher = createHttpFetcher({ allowPrivate: true });
    const output = await fetcher.fetch(fetchInput({ endpoint: `${server.url}/x` }, { authentication: key }));
    expect(output.requestCount).toBe(2);
    expect(server.received.map((request) => request.url)).toEqual([
      `/x?key=${PLAIN_SECRET}`,
      `/y?z&key=${PLAIN_SECRET}`,
    ]);
    await fetcher.fetch(fetchInput({ endpoint: `${server.url}/x` }, { authentication }));
    expect(server.received.at(-1)?.headers["authorization"]).toBe(`Bearer ${PLAIN_SECRET}`);
    await fetcher.close();
  });

  it("drop the credentials and custom headers on another origin, also when they lead back", async () => {
    const other = await serve(
      (_request, response) => void response.writeHead(302, { location: `${server.url}/back` }).end(),
    );
    const server = await serve((request, response) => {
      if (request.url === "/x") response.writeHead(302, { location: `${other.url}/` }).end();
      else response.end("[1]");
    });
    const fetcher = createHttpFetcher({ allowPrivate: true });
    const headers = { "X-Token": "{{token}}", Cookie: "a=b", "Accept-Language": "en" };
    await fetcher.fetch(
      fetchInput({ endpoint: `${server.url}/x`, headers }, { authentication, variables: { token: "host-value" } }),
    );
    await fetcher.close();
    const [first, last] = server.received;
    expect(first?.headers).toMatchObject({ authorization: `Bearer ${PLAIN_SECRET}`, "x-token": "host-value" });
    for (const request of [other.received[0], last]) {
      expect(Object.keys(request?.headers ?? {}).sort()).toEqual([
        "accept",
        "accept-encoding",
        "accept-language",
        "connection",
        "host",
        "user-agent",
      ]);
    }
  });

  it.each([
    [303, "GET", ""],
    [302, "GET", ""],
    [307, "POST", '{"a":1}'],
    [308, "POST", '{"a":1}'],
  ])("%i turns a POST into %s", async (status, method, expected) => {
    let body = "";
    const server = await serve((request, response) => {
      if (request.url === "/x") return void response.writeHead(status, { location: "/y" }).end();
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => response.end("[1]"));
    });
    const fetcher = createHttpFetcher({ allowPrivate: true });
    await fetcher.fetch(fetchInput({ method: "POST", endpoint: `${server.url}/x`, body: { a: 1 } }));
    await fetcher.close();
    expect(server.received[1]?.method).toBe(method);
    expect(body).toBe(expected);
  });

  it("never carry a body to another origin", async () => {
    const other = await serve(answerText("[1]"));
    const server = await serve(answerText("", 307, { location: other.url }));
    const fetcher = createHttpFetcher({ allowPrivate: true });
    const pending = fetcher.fetch(fetchInput({ method: "POST", endpoint: server.url, body: { a: 1 } }));
    await expect(pending).rejects.toMatchObject({ code: "FETCH_REJECTED", details: { status: 307 } });
    await fetcher.close();
    expect(other.received).toHaveLength(0);
  });

  it("end after five", async () => {
    const server = await serve((request, response) => {
      const count = Number(request.url?.slice(1));
      if (count === 5) response.end("[1]");
      else response.writeHead(301, { location: `/${count + 1}` }).end();
    });
    const fetcher = createHttpFetcher({ allowPrivate: true });
    expect((await fetcher.fetch(fetchInput({ endpoint: `${server.url}/0` }))).requestCount).toBe(6);
    const endless = fetcher.fetch(fetchInput({ endpoint: `${server.url}/6` }));
    await expect(endless).rejects.toMatchObject({
      code: "FETCH_REJECTED",
      message: expect.stringContaining("more than 5 times"),
    });
    await fetcher.close();
  });
});
