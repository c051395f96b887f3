import assert from "node:assert/strict";
import type { ModelSuite } from "./model-suite.js";

const inTwoMinutes = (): string => new Date(Date.now() + 120_000).toUTCString();

/** How long a server wants to be left alone. */
export function describeWaits({ describe, it }: ModelSuite): void {
  describe("waits", () => {
    for (const [what, headers, expected] of [
      ["seconds", { "retry-after": "7" }, 7_000],
      ["milliseconds", { "retry-after-ms": "1500" }, 1_500],
      ["both, of which the longer counts", { "retry-after": "2", "retry-after-ms": "1500" }, 2_000],
      ["no time at all", { "retry-after": "0" }, 0],
    ] as const) {
      it(`a 429 that asks for ${what} says so in retryAfterMs`, [{ status: 429, headers }], async (test) => {
        assert.equal((await test.failure("MODEL_RATE_LIMITED")).details["retryAfterMs"], expected);
      });
    }

    it(
      "a 429 that names a date says how far it is in retryAfterMs",
      () => ({ status: 429, headers: { "retry-after": inTwoMinutes() } }),
      async (test) => {
        const wait = Number((await test.failure("MODEL_RATE_LIMITED")).details["retryAfterMs"]);
        assert.ok(wait > 60_000 && wait <= 120_000, `retryAfterMs is ${wait}`);
      },
    );

    it(
      "a date that is over asks for no time",
      [{ status: 429, headers: { "retry-after": "Thu, 01 Jan 2026 00:00:00 GMT" } }],
      async (test) => {
        assert.equal((await test.failure("MODEL_RATE_LIMITED")).details["retryAfterMs"], 0);
      },
    );

    for (const [what, headers] of [
      ["says nothing", {}],
      ["says nonsense", { "retry-after": "soon", "retry-after-ms": "-5" }],
    ] as const) {
      it(`a 429 that ${what} has no retryAfterMs`, [{ status: 429, headers }], async (test) => {
        assert.equal((await test.failure("MODEL_RATE_LIMITED")).details["retryAfterMs"], undefined);
      });
    }

    it("a 503 may ask for time as well", [{ status: 503, headers: { "retry-after": "30" } }], async (test) => {
      assert.equal((await test.failure("MODEL_UNAVAILABLE")).details["retryAfterMs"], 30_000);
    });

    // Catches a client that sleeps instead of saying how long to wait: it would hold a lease meanwhile.
    it("nobody waits for the time asked for", [{ status: 429, headers: { "retry-after": "3600" } }], async (test) => {
      assert.equal((await test.failure("MODEL_RATE_LIMITED")).details["retryAfterMs"], 3_600_000);
    });
  });
}
