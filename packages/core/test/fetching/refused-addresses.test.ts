import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHttpFetcher } from "../../src/fetching/create-http-fetcher.js";
import type { Fetcher } from "../../src/ports/fetching.js";
import { type LocalServer, answerJson, answerText, bodyOf, errorOf, fetchInput, startServer } from "./local-server.js";

let server: LocalServer;
let fetcher: Fetcher;
beforeEach(async () => {
  server = await startServer((request, response) => {
    const target = request.url?.startsWith("/to/") === true ? decodeURIComponent(request.url.slice(4)) : null;
    (target === null ? answerJson([1]) : answerText("", 302, { location: target }))(request, response);
  });
});
afterEach(async () => {
  await fetcher.close();
  await server.close();
});

describe("without allowPrivate", () => {
  it.each([
    "127.0.0.1",
    "0x7f000001",
    "2130706433",
    "127.1",
    "017700000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::]",
    "0.0.0.0",
    "localhost",
  ])("http://%s is refused before anything is sent", async (host) => {
    fetcher = createHttpFetcher();
    const error = await errorOf(fetcher, fetchInput({ endpoint: `http://${host}:${server.port}/` }));
    expect(error).toMatchObject({ code: "FETCH_ADDRESS_REFUSED", category: "config", details: { attempts: 1 } });
    expect(error.message).toContain("allowPrivate");
    expect(server.received).toHaveLength(0);
  });

  it("does not say what a name resolves to", async () => {
    fetcher = createHttpFetcher();
    const error = await errorOf(fetcher, fetchInput({ endpoint: `http://localhost:${server.port}/` }));
    expect(error.message).not.toMatch(/127\.0\.0\.1|::1/);
  });
});

describe("a list in allowPrivate", () => {
  it.each([["127.0.0.1"], ["127.0.0.1:PORT"], ["0x7f.1:PORT"]])("%s opens that host", async (entry) => {
    fetcher = createHttpFetcher({ allowPrivate: [entry.replace("PORT", String(server.port))] });
    expect(bodyOf(await fetcher.fetch(fetchInput({ endpoint: server.url })))).toEqual([1]);
  });

  it.each(["127.0.0.1:1", "localhost", "127.0.0.2"])("%s opens no other host or port", async (entry) => {
    fetcher = createHttpFetcher({ allowPrivate: [entry] });
    expect((await errorOf(fetcher, fetchInput({ endpoint: server.url }))).code).toBe("FETCH_ADDRESS_REFUSED");
  });

  it.each([
    "http://localhost:PORT/",
    "http://127.0.0.2:PORT/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:10.0.0.1]/",
    "//10.0.0.1/",
  ])("a redirect to %s is refused", async (target) => {
    fetcher = createHttpFetcher({ allowPrivate: [`127.0.0.1:${server.port}`] });
    const location = encodeURIComponent(target.replace("PORT", String(server.port)));
    const error = await errorOf(fetcher, fetchInput({ endpoint: `${server.url}/to/${location}` }));
    expect(error.code).toBe("FETCH_ADDRESS_REFUSED");
    expect(error.message).toContain("a redirect leads to");
    expect(server.received).toHaveLength(1);
  });

  it.each(["file:///etc/passwd", "ftp://a.example/", "data:,[1]", "http://user:pass@127.0.0.1/", "http://[::1"])(
    "a redirect to %s is refused as a bad address",
    async (target) => {
      fetcher = createHttpFetcher({ allowPrivate: true });
      const error = await errorOf(fetcher, fetchInput({ endpoint: `${server.url}/to/${encodeURIComponent(target)}` }));
      expect(error).toMatchObject({ code: "FETCH_REJECTED", details: { status: 302 } });
    },
  );
});
