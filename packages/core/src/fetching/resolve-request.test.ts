import { describe, expect, it } from "vitest";
import type { FetchInput, RequestDefinition } from "../ports/fetching.js";
import { resolveRequest } from "./resolve-request.js";

function resolve(request: Partial<RequestDefinition>, endpointConfig: FetchInput["endpointConfig"] = {}) {
  const input: FetchInput = {
    request: { endpoint: "https://a.example/", ...request },
    endpointConfig,
    variables: { tags: ["a", "b"], nested: { a: 1 } },
    authentication: { type: "none" },
    signal: new AbortController().signal,
  };
  return resolveRequest(input, "agent/1");
}

describe("resolveRequest", () => {
  it("has sensible headers, which the request may replace", () => {
    expect(resolve({}).headers).toEqual({ accept: "application/json, */*;q=0.5", "user-agent": "agent/1" });
    expect(resolve({ format: "csv", headers: { "User-Agent": "mine" } }).headers).toEqual({
      accept: "text/csv, */*;q=0.5",
      "user-agent": "mine",
    });
  });

  it("leaves the endpoint's own query as it is written", () => {
    const { url } = resolve({
      endpoint: "https://a.example/?$filter=a%20eq%201&b=(x)",
      query: { c: "x y", list: "{{tags}}" },
    });
    expect(url.search).toBe("?$filter=a%20eq%201&b=(x)&c=x%20y&list=a&list=b");
  });

  it.each(["a\r\nx-admin: 1", "a\nb", "a\rb", "a\u0000b", "a\u2028b"])("refuses the header value %j", (value) => {
    expect(() => resolve({ headers: { "x-a": "{A}" } }, { A: value })).toThrow("headers.x-a: holds a line break");
  });

  it.each([
    [{ headers: { "x a": "1" } }, "headers.x a: is not a valid header name"],
    [{ headers: { Host: "b.example" } }, "headers.Host: is set by the fetcher"],
    [{ headers: { "Transfer-Encoding": "chunked" } }, "is set by the fetcher"],
    [{ query: { a: "{{nested}}" } }, "query.a: is an object"],
    [{ query: { a: [["b"]] } }, "query.a: is an object or a list of lists"],
    [{ timeoutMs: 0 }, "timeoutMs: is 0, but must be a number from 1"],
    [{ timeoutMs: Number.NaN }, "timeoutMs: is NaN"],
    [{ timeoutMs: 2 ** 31 }, "timeoutMs: is 2147483648"],
    [{ maxBytes: -1 }, "maxBytes: is -1"],
    [{ method: "DELETE" as "GET" }, "method: must be one of GET, POST, PUT, PATCH"],
    [{ format: "xml" as "csv" }, "format: must be json or csv"],
  ])("refuses %j", (request, message) => {
    expect(() => resolve(request)).toThrow(message);
  });
});
