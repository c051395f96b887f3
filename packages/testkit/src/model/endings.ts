import assert from "node:assert/strict";
import { watchedSignal } from "../fakes/watched-signal.js";
import type { ModelAnswer } from "../fakes/model-server.js";
import { buildRequest, type ModelSuite, soon, until } from "./model-suite.js";
import { secrets } from "./secrets.js";

const hour = 3_600_000;
const stalled: readonly (readonly [what: string, answer: ModelAnswer])[] = [
  ["that does not begin", { text: secrets.answer, delayMs: hour }],
  ["that begins and stalls", { text: secrets.answer, bodyDelayMs: hour }],
  ["that begins and stalls, an error", { status: 500, body: secrets.answer, bodyDelayMs: hour }],
];

/** Calls that end before their answer: by `timeoutMs` and by the signal. */
export function describeEndings({ describe, it }: ModelSuite): void {
  describe("endings", () => {
    for (const [what, answer] of stalled) {
      it(
        `an answer ${what}: MODEL_TIMEOUT, and the request is given up`,
        () => answer,
        async (test) => {
          await test.error("MODEL_TIMEOUT", { timeoutMs: 150 });
          // A busy machine may not have sent anything by then.
          const isUnsent = test.server.requests.length === 0;
          if (isUnsent) await test.error("MODEL_TIMEOUT", { timeoutMs: 3_000 });
          await until(() => test.server.abandoned > 0, "the request goes on");
          assert.ok(test.server.requests.length <= (isUnsent ? 2 : 1), "the request was repeated");
        },
      );

      it(`the signal during an answer ${what}: its reason, and the request is given up`, [answer], async (test) => {
        const controller = new AbortController();
        const reason = new Error("not wanted any more");
        const call = test.client.complete(buildRequest({ signal: controller.signal }));
        const ended = assert.rejects(soon(call), (error: unknown) => error === reason);
        await until(() => test.server.requests.length === 1, "no request was made");
        await new Promise((resolve) => void setTimeout(resolve, 50));
        controller.abort(reason);
        await ended;
        await until(() => test.server.abandoned === 1, "the request goes on");
        assert.equal(test.server.requests.length, 1, "the request was repeated");
      });
    }

    it("a signal that has fired already: its reason, and nothing is sent", [{ text: "{}" }], async (test) => {
      const reason = new Error("not wanted at all");
      const call = test.client.complete(buildRequest({ signal: AbortSignal.abort(reason) }));
      await assert.rejects(call, (error: unknown) => error === reason);
      assert.equal(test.server.requests.length, 0);
    });

    it(
      "a signal that fires after the answer changes nothing",
      [{ text: "one" }, { text: "two" }],
      async ({ client }) => {
        const controller = new AbortController();
        const request = buildRequest({ signal: controller.signal });
        assert.equal((await client.complete(request)).text, "one");
        controller.abort(new Error("too late"));
        assert.equal((await client.complete(buildRequest())).text, "two");
      },
    );

    it(
      "the signal of one call does not end another",
      [
        { text: "{}", delayMs: hour },
        { text: "two", delayMs: 100 },
      ],
      async (test) => {
        const controller = new AbortController();
        const first = test.client.complete(buildRequest({ signal: controller.signal }));
        const ended = assert.rejects(soon(first), { message: "only this one" });
        await until(() => test.server.requests.length === 1, "no request was made");
        const second = test.client.complete(buildRequest());
        second.catch(() => undefined);
        await until(() => test.server.requests.length === 2, "no second request was made");
        controller.abort(new Error("only this one"));
        await ended;
        assert.equal((await second).text, "two");
      },
    );

    // Catches a client whose limit counts from the last byte, or a timer that keeps the largest values from working.
    it("an answer within a long limit is waited for", [{ text: "late", delayMs: 100 }], async ({ client }) => {
      assert.equal((await client.complete(buildRequest({ timeoutMs: 30 * 24 * hour }))).text, "late");
    });

    it(
      "calls leave no listener behind on a signal that lives on",
      () => ({ text: "{}" }),
      async ({ client }) => {
        const { signal, assertNoneLeft } = watchedSignal();
        for (let call = 0; call < 3; call++) await client.complete(buildRequest({ signal }));
        assertNoneLeft();
      },
    );
  });
}
