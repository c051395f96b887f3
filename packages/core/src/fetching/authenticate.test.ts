import { describe, expect, it } from "vitest";
import type { Authentication } from "../ports/fetching.js";
import { readCredentials } from "./authenticate.js";

const read = (authentication: unknown) => readCredentials(authentication as Authentication);
const basic = (username: string, password: string) => read({ type: "basic", username, password }).secrets;

describe("readCredentials", () => {
  it("knows which part of a basic pair is secret", () => {
    expect(basic("admin", "hunter22")).toEqual(["hunter22", "admin:hunter22"]);
    expect(basic("me@company.example", "token-12345")).toEqual(["token-12345", "me@company.example:token-12345"]);
    expect(basic("1234567890abcdef", "api_token")).toEqual([
      "api_token",
      "1234567890abcdef",
      "1234567890abcdef:api_token",
    ]);
    expect(basic("sk_live_1", "")).toEqual(["sk_live_1", "sk_live_1:"]);
    expect(basic("freshdesk-key", "X")).toEqual(["freshdesk-key", "freshdesk-key:X"]);
  });

  it("replaces a key of the same name in the query", () => {
    const { authorizeUrl } = read({ type: "api_key", name: "key", value: "abcd", in: "query" });
    expect(authorizeUrl(new URL("https://a.example/?key=x&b=1")).search).toBe("?key=abcd&b=1");
    expect(authorizeUrl(new URL("https://a.example/")).search).toBe("?key=abcd");
  });

  it.each([
    [undefined, "gave no authentication"],
    [null, "gave no authentication"],
    [{ type: "oauth" }, "unknown `type`"],
    [{ type: "bearer" }, "`token` that is not a text"],
    [{ type: "bearer", token: "" }, "empty `token`"],
    [{ type: "bearer", token: "abc" }, "`token` of less than 4 characters"],
    [{ type: "bearer", token: "1234567" }, "8 digits"],
    [{ type: "bearer", token: "abcde\r\nx: y" }, "line break"],
    [{ type: "bearer", token: "abcde\n" }, "line break"],
    [{ type: "bearer", token: "ab\u20ACcde" }, "characters"],
    [{ type: "bearer", token: "abc\ud800de" }, "control character"],
    [{ type: "api_key", name: "x key", value: "abcde", in: "header" }, '"x key" that is not a valid header name'],
    [{ type: "api_key", name: "Host", value: "abcde", in: "header" }, '"host" that is set by the fetcher'],
    [{ type: "api_key", name: "", value: "abcde", in: "header" }, "empty `name`"],
    [{ type: "api_key", name: "k", value: "abcde", in: "body" }, "neither header nor query"],
    [{ type: "basic", username: "a:b", password: "abcde" }, "colon"],
    [{ type: "basic", username: "me", password: "no" }, "too short"],
  ])("refuses %j without quoting the secret", (authentication, message) => {
    const attempt = () => read(authentication);
    if (message === "characters") expect(attempt).toThrow("character that headers cannot carry");
    else expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ options: { code: "FETCH_CONNECTION_UNRESOLVED" } }));
    expect(attempt).not.toThrow(/abc|1234567/);
  });
});
