import assert from "node:assert/strict";
import type { JsonValue, ModelMessage } from "@metricsmith/core/adapter";
import { answerSchema, buildRequest, type ModelSuite, type ModelTest } from "./model-suite.js";
import { secrets } from "./secrets.js";

const anyAnswer = [{ json: { distinctivePropertyName: "a" } }];

/** What reaches the model. */
export function describeRequests({ describe, it }: ModelSuite): void {
  describe("requests", () => {
    it("the client says which version of the contract it follows, and its model's name", [], async ({ client }) => {
      assert.equal(client.specVersion, 1);
      assert.ok(client.modelId.length > 0, "modelId is empty");
    });

    it("the model and the key are sent", anyAnswer, async (test) => {
      const { headers, body } = await sentBy(test);
      assert.equal(headers["authorization"], `Bearer ${secrets.key}`);
      assert.ok(typeof body["model"] === "string" && body["model"] !== "", "no model is named");
    });

    it("every message is sent, in order", anyAnswer, async (test) => {
      const messages: ModelMessage[] = [
        { role: "system", content: "the first one" },
        { role: "user", content: 'the "second" one\nof \u{1f600} two lines' },
        { role: "assistant", content: "the third one" },
        { role: "user", content: "the fourth one" },
      ];
      const { body } = await sentBy(test, { messages });
      const text = textsOf(body["input"] ?? body["messages"] ?? null).join("\n");
      const sent = [...textsOf(body["instructions"] ?? null), text].join("\n");
      const places = messages.map(({ content }) => sent.indexOf(content));
      assert.ok(!places.includes(-1), "a message is missing");
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
      );
    });

    it("a conversation without a system message is sent as well", anyAnswer, async (test) => {
      const { body } = await sentBy(test, { messages: [{ role: "user", content: "the only one" }] });
      assert.ok(JSON.stringify(body).includes("the only one"), "the message is missing");
    });

    it("the schema of the answer is sent", anyAnswer, async (test) => {
      const { body } = await sentBy(test);
      const [name = ""] = Object.keys(answerSchema.properties);
      assert.ok(JSON.stringify(body).includes(name), "the schema is missing");
    });

    it("the limit of tokens is sent", anyAnswer, async (test) => {
      const { body } = await sentBy(test, { maximumOutputTokens: 4_321 });
      const limit = body["max_output_tokens"] ?? body["max_completion_tokens"] ?? body["max_tokens"];
      assert.equal(limit, 4_321);
    });

    it("the temperature is sent, 0 included", [...anyAnswer, ...anyAnswer], async (test) => {
      assert.equal((await sentBy(test, { temperature: 0.25 })).body["temperature"], 0.25);
      assert.equal((await sentBy(test, { temperature: 0 })).body["temperature"], 0);
    });

    it("a temperature that is left out is not sent", anyAnswer, async (test) => {
      assert.equal((await sentBy(test, { temperature: undefined })).body["temperature"], undefined);
    });

    it("the request is left as it is", anyAnswer, async ({ client }) => {
      const request = deepFreeze(buildRequest());
      const before = JSON.stringify(request);
      await client.complete(request);
      assert.equal(JSON.stringify(request), before);
    });
  });
}

async function sentBy(
  { client, server }: ModelTest,
  overrides: Parameters<typeof buildRequest>[0] = {},
): Promise<ModelTest["server"]["requests"][number]> {
  await client.complete(buildRequest(overrides));
  const request = server.requests.at(-1);
  assert.ok(request !== undefined, "nothing was sent");
  return request;
}

/** Every text in a value, in its order. */
function textsOf(value: JsonValue | undefined): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((part: JsonValue | undefined) => textsOf(part));
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach((part: unknown) => void deepFreeze(part));
    Object.freeze(value);
  }
  return value;
}
