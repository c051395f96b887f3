import { describe, expect, it } from "vitest";
import { isRateLimited, retryAfterMs } from "./retry-after.js";

const now = new Date("2026-03-01T00:00:00Z");
const seconds = now.getTime() / 1000;

describe("retryAfterMs", () => {
  it.each([
    [{}, null],
    [{ "retry-after": "3" }, 3_000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after": "Sun, 01 Mar 2026 00:01:00 GMT" }, 60_000],
    [{ "retry-after": "Sat, 28 Feb 2026 00:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "-5" }, null],
    [{ "retry-after-ms": "250" }, 250],
    [{ "x-ratelimit-reset": String(seconds + 90) }, 90_000],
    [{ "x-ratelimit-reset": String((seconds + 90) * 1000) }, 90_000],
    [{ "ratelimit-reset": "20" }, 20_000],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "20" }, 20_000],
    [{ "x-ratelimit-remaining": "12", "x-ratelimit-reset": "20" }, null],
    [{ "retry-after": "3", "retry-after-ms": "2500", "ratelimit-reset": "7" }, 7_000],
    [{ "retry-after": "99999999999" }, 31 * 86_400_000],
  ] as const)("%j asks to wait %j", (headers, expected) => {
    expect(retryAfterMs(headers, now)).toBe(expected);
  });
});

describe("isRateLimited", () => {
  it("tells a limit from a missing permission", () => {
    expect(isRateLimited({ "retry-after": "1" })).toBe(true);
    expect(isRateLimited({ "x-ratelimit-remaining": "0" })).toBe(true);
    expect(isRateLimited({ "x-ratelimit-remaining": "1", "x-ratelimit-reset": "5" })).toBe(false);
    expect(isRateLimited({})).toBe(false);
  });
});
