import assert from "node:assert/strict";
import { buildRequest, type ModelSuite } from "./model-suite.js";

/** What comes back, and what it cost. */
export function describeAnswers({ describe, it }: ModelSuite): void {
  describe("answers", () => {
    for (const [what, text] of [
      ["JSON", '{"distinctivePropertyName":"a"}'],
      ["JSON of another shape than was asked for", "[1, 2]"],
      ["text that is no JSON", "I think that it is 3."],
      ["JSON in a code fence", 'Here:\n```json\n{ "a": 1 }\n```\n'],
      ["white space around it and inside", '  \n{ "a" :\t1 }\n\n'],
      ["every kind of character", '{"a":"\u00e4 \u{1f600} \\u0000 \u2028 \\" </script>"}'],
      ["a megabyte", `{"a":"${"0123456789".repeat(100_000)}"}`],
    ] as const) {
      it(`the text is what the model wrote: ${what}`, [{ text }], async ({ client }) => {
        const completion = await client.complete(buildRequest());
        assert.ok(completion.text === text, `${JSON.stringify(completion.text.slice(0, 200))} came back`);
      });
    }

    it(
      "the usage is what the server counted",
      [{ text: "{}", usage: { inputTokens: 1_234, outputTokens: 56 } }],
      async ({ client }) => {
        const { usage } = await client.complete(buildRequest());
        assert.deepEqual({ ...usage }, { inputTokens: 1_234, outputTokens: 56 });
      },
    );

    // Catches a client whose calls are free wherever the server does not count, so that no budget ever ends.
    it(
      "a usage that the server does not count is estimated, never 0",
      [{ text: "{}", usage: null }],
      async ({ client }) => {
        const { usage } = await client.complete(buildRequest());
        assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0, JSON.stringify(usage));
        assert.ok(Number.isInteger(usage.inputTokens) && Number.isInteger(usage.outputTokens), JSON.stringify(usage));
      },
    );

    it("an answer costs one request", [{ text: "{}" }, { text: "{}" }], async ({ client, server }) => {
      await client.complete(buildRequest());
      assert.equal(server.requests.length, 1);
      await client.complete(buildRequest());
      assert.equal(server.requests.length, 2);
    });

    // Later answers come first.
    it(
      "calls at the same time each get their own answer",
      ({ body }) => {
        const number = Number(/call number (\d+)/.exec(JSON.stringify(body))?.[1]);
        return {
          text: `answer to ${number}`,
          usage: { inputTokens: number, outputTokens: 1 },
          delayMs: 40 - number * 2,
        };
      },
      async ({ client, server }) => {
        const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
        const completions = await Promise.all(
          numbers.map((number) =>
            client.complete(buildRequest({ messages: [{ role: "user", content: `call number ${number}.` }] })),
          ),
        );
        assert.deepEqual(
          completions.map(({ text, usage }) => [text, usage.inputTokens]),
          numbers.map((number) => [`answer to ${number}`, number]),
        );
        assert.equal(server.requests.length, 20);
      },
    );
  });
}
