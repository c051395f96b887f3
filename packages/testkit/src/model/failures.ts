import assert from "node:assert/strict";
import type { JsonObject } from "@metricsmith/core/adapter";
import type { ModelAnswer } from "../fakes/model-server.js";
import { buildRequest, type ModelSuite } from "./model-suite.js";
import { secrets } from "./secrets.js";

/** Servers do repeat in their errors what they were sent. */
const talkative: JsonObject = {
  error: {
    message: `Incorrect API key provided: ${secrets.key}. Prompt: ${secrets.prompt}. Answer: ${secrets.answer}.`,
    type: secrets.key,
    param: secrets.prompt,
    code: secrets.key,
  },
};
const echo = { "x-request-id": secrets.key, "x-echo": secrets.prompt };

const statuses = [
  [400, "MODEL_REQUEST_INVALID"],
  [401, "MODEL_UNAUTHORIZED"],
  [403, "MODEL_UNAUTHORIZED"],
  [404, "MODEL_REQUEST_INVALID"],
  [413, "MODEL_REQUEST_INVALID"],
  [422, "MODEL_REQUEST_INVALID"],
  [429, "MODEL_RATE_LIMITED"],
  [500, "MODEL_UNAVAILABLE"],
  [502, "MODEL_UNAVAILABLE"],
  [503, "MODEL_UNAVAILABLE"],
  [529, "MODEL_UNAVAILABLE"],
] as const;

/** Models and servers that do not answer what they should. */
export function describeFailures({ describe, it }: ModelSuite): void {
  describe("failures", () => {
    for (const [status, code] of statuses) {
      it(`status ${status}: ${code}, after one request`, [{ status, headers: echo, body: talkative }], async (test) => {
        const { details } = await test.failure(code);
        assert.equal(details["status"], status);
      });
    }

    const usage = { inputTokens: 321, outputTokens: 12 };
    const stopped: readonly (readonly [what: string, answer: ModelAnswer, code: string])[] = [
      ["a refusal", { refusal: `I cannot do that: ${secrets.answer}.`, usage }, "MODEL_REFUSED"],
      ["an answer that a filter stopped", { filtered: `{"a":"${secrets.answer}`, usage }, "MODEL_REFUSED"],
      ["an answer cut at the limit of tokens", { cutOff: `{"a":"${secrets.answer}`, usage }, "MODEL_TRUNCATED"],
      ["an answer cut where it is whole JSON by chance", { cutOff: "{}", usage }, "MODEL_TRUNCATED"],
      ["an answer cut before it began", { cutOff: "", usage }, "MODEL_TRUNCATED"],
    ];
    for (const [what, answer, code] of stopped) {
      it(`${what}: ${code}, with what it cost`, [answer], async (test) => {
        const { details } = await test.failure(code);
        assert.deepEqual(details["usage"], usage);
      });
    }

    const none: readonly (readonly [what: string, answer: ModelAnswer])[] = [
      ["an answer without a choice", { empty: true }],
      ["an answer without a text", { text: "" }],
      ["a body that is no JSON", { status: 200, body: `{"choices": [{"message": "${secrets.answer}` }],
      ["a body that is plain text", { status: 200, body: secrets.answer }],
      ["a page of HTML", { status: 200, headers: { "content-type": "text/html" }, body: `<html>${secrets.answer}` }],
      ["an empty body", { status: 200 }],
      ["an empty object", { status: 200, body: {} }],
      ["null", { status: 200, body: null }],
      ["a list", { status: 200, body: [secrets.answer] }],
      ["an object of another protocol", { status: 200, body: { completion: secrets.answer, output: 1, choices: {} } }],
      ["a connection that ends without an answer", { dropped: true }],
      ["a connection that ends in the middle of the answer", { dropped: "midway" }],
    ];
    for (const [what, answer] of none) {
      it(`${what}: MODEL_UNAVAILABLE`, [answer], async (test) => {
        await test.failure("MODEL_UNAVAILABLE");
      });
    }

    // A port that is closed after use may be another server's by then.
    it("a server that is not there: MODEL_UNAVAILABLE", [], async ({ createAt }) => {
      const client = await createAt("http://127.0.0.1:2/v1");
      await assert.rejects(client.complete(buildRequest()), { code: "MODEL_UNAVAILABLE" });
    });

    it(
      "the client answers again after a failure",
      [{ status: 500 }, { dropped: true }, { refusal: "No." }, { text: "fine" }],
      async (test) => {
        await test.failure("MODEL_UNAVAILABLE");
        await test.failure("MODEL_UNAVAILABLE");
        await test.failure("MODEL_REFUSED");
        assert.equal((await test.client.complete(buildRequest())).text, "fine");
      },
    );
  });
}
