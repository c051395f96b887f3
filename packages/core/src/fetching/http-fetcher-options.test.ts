import { describe, expect, it } from "vitest";
import { type HttpFetcherOptions, resolveHttpFetcherOptions } from "./http-fetcher-options.js";

describe("resolveHttpFetcherOptions", () => {
  it("has the documented defaults", () => {
    expect(resolveHttpFetcherOptions()).toMatchObject({
      maximumRetries: 2,
      backoffMs: 500,
      maximumInProcessWaitMs: 10_000,
      userAgent: "metricsmith",
    });
    expect(resolveHttpFetcherOptions().isTrusted("localhost", 80)).toBe(false);
    expect(resolveHttpFetcherOptions({ allowPrivate: true }).isTrusted("localhost", 80)).toBe(true);
  });

  it.each([
    ["localhost", "localhost", 3000, true],
    ["LocalHost:3000", "localhost", 3000, true],
    ["localhost:3000", "localhost", 3001, false],
    ["localhost:80", "localhost", 80, true],
    ["localhost:80", "localhost", 443, false],
    ["::1", "::1", 1, true],
    ["[0:0::1]:8080", "::1", 8080, true],
    ["internal", "not.internal", 80, false],
  ])("allowPrivate [%j] trusts %s:%i: %j", (entry, hostname, port, expected) => {
    expect(resolveHttpFetcherOptions({ allowPrivate: [entry] }).isTrusted(hostname, port)).toBe(expected);
  });

  it.each([
    [{ allowPrivate: ["http://localhost"] }, "Option allowPrivate"],
    [{ allowPrivate: ["localhost/x"] }, "Option allowPrivate"],
    [{ allowPrivate: ["a:99999"] }, "Option allowPrivate"],
    [{ allowPrivate: [""] }, "Option allowPrivate"],
    [{ allowPrivate: ["*.internal"] }, "Option allowPrivate"],
    [{ allowPrivate: [1] }, "Option allowPrivate"],
    [{ allowPrivate: "localhost" }, "Option allowPrivate"],
    [{ maximumRetries: -1 }, "Option maximumRetries is -1"],
    [{ maximumRetries: 1.5 }, "Option maximumRetries"],
    [{ maximumRetries: 11 }, "from 0 to 10"],
    [{ backoffMs: Number.NaN }, "Option backoffMs"],
    [{ maximumInProcessWaitMs: Infinity }, "Option maximumInProcessWaitMs"],
    [{ userAgent: "" }, "Option userAgent"],
    [{ userAgent: "a\nb" }, "Option userAgent"],
  ])("refuses %j", (options, message) => {
    const resolve = () => resolveHttpFetcherOptions(options as HttpFetcherOptions);
    expect(resolve).toThrow(message);
    expect(resolve).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
  });
});
