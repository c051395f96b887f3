import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endpointUrl } from "./endpoint-url.js";

const url = (endpoint: string, endpointConfig = {}, variables = {}) =>
  endpointUrl(endpoint, { endpointConfig, variables });

describe("endpointUrl", () => {
  it("percent-encodes values in the path and the query", () => {
    const built = url("https://a.example/{A}/x?q={A}&r={{b.c}}#gone", { A: "a/b?c#d é" }, { b: { c: "1&r=2" } });
    expect(built.href).toBe("https://a.example/a%2Fb%3Fc%23d%20%C3%A9/x?q=a%2Fb%3Fc%23d%20%C3%A9&r=1%26r%3D2");
  });

  it("lets no value change the structure of the path", () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom("..", ".", "", "%2e%2e", "a/../..", "\\..\\", "/", "?", "#", "..;", ".%2E"),
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        let built: URL;
        try {
          built = url("https://a.example/v1/{A}/{A}{B}/end?q={B}", { A: a, B: b });
        } catch (error) {
          expect(String(error)).toMatch(/must not be empty|surrogate/);
          return;
        }
        const segments = built.pathname.split("/");
        expect(built.origin).toBe("https://a.example");
        expect(segments).toHaveLength(5);
        expect(segments.map(decodeURIComponent)).toEqual(["", "v1", a, a + b, "end"]);
        expect([...built.searchParams]).toEqual([["q", b]]);
      }),
    );
  });

  it.each(["..", ".", "", "%2e"])("refuses %j as a whole path segment", (value) => {
    const attempt = () => url("https://a.example/v1/{A}/x", { A: value });
    if (value === "%2e") expect(attempt().pathname).toBe("/v1/%252e/x");
    else expect(attempt).toThrow('endpoint: {A} must not be empty, "." or ".."');
  });

  it("refuses dots that only meet in the URL", () => {
    expect(() => url("https://a.example/{A}{A}/x", { A: "." })).toThrow("must not be empty");
    expect(() => url("https://a.example/.{A}/x", { A: "." })).toThrow("must not be empty");
  });

  it.each(["ok\\{A}", "\t{A}", "{A}\n", "{A} ", "a\u0000{A}"])(
    "refuses %j, in which a value could leave its directory",
    (path) => {
      expect(() => url(`https://a.example/v1/${path}`, { A: ".." })).toThrow(
        "endpoint: holds a backslash, a control character or spaces around it",
      );
    },
  );

  it("lets a value be part of the host, but not leave it", () => {
    expect(url("https://{A}.example:{PORT}/", { A: "acme-1", PORT: 8080 }).host).toBe("acme-1.example:8080");
    for (const value of ["evil.example/", "a@b", "a:80", "a#", "", "-"]) {
      expect(() => url("https://{A}.example/", { A: value })).toThrow("inside the host");
    }
  });

  it("lets a variable, but not a placeholder, be the first part", () => {
    const variables = { base_url: "http://127.0.0.1:3000/api/" };
    expect(url("{{base_url}}/x", {}, variables).href).toBe("http://127.0.0.1:3000/api/x");
    expect(() => url("{BASE}/x", { BASE: "http://a.example" })).toThrow("must start with https:// or http://");
    expect(() => url("{{base_url}}.evil.example/x", {}, variables)).toThrow("must start with");
    expect(() => url("{{base_url}}/x", {}, { base_url: "file:///etc" })).toThrow("absolute URL");
  });

  it.each([
    ["ftp://a.example/", "must start with"],
    ["/relative", "must start with"],
    ["https://user:pass@a.example/", "user name or password"],
    ["https://a.example/{owner}", "belongs to no {PLACEHOLDER} (upper case)"],
    ["https://a b/", "is not a valid URL"],
    ["https://", "is not a valid URL"],
    ["https://a.example/{OWNR}", "unknown placeholder {OWNR}"],
  ])("refuses %s", (endpoint, message) => {
    expect(() => url(endpoint)).toThrow(message);
  });
});
