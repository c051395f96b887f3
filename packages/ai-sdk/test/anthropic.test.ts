import { createAnthropic } from "@ai-sdk/anthropic";
import type { JsonObject } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { aiSdkClient } from "../src/index.js";
import { cannedFetch, request } from "./ask.js";

function answer(stopReason: string, text: string): JsonObject {
  return {
    type: "message",
    id: "msg_1",
    model: "claude-sonnet-4-5",
    role: "assistant",
    content: text === "" ? [] : [{ type: "text", text }],
    stop_reason: stopReason,
    stop_sequence: null,
    usage: { input_tokens: 30, output_tokens: 5 },
  };
}

function clientFor(canned: ReturnType<typeof cannedFetch>): ReturnType<typeof aiSdkClient> {
  return aiSdkClient({ model: createAnthropic({ apiKey: "key", fetch: canned.fetch })("claude-sonnet-4-5") });
}

describe("aiSdkClient on Anthropic's protocol", () => {
  it("sends the conversation with the schema, and gives back the text and what it cost", async () => {
    const canned = cannedFetch(200, answer("end_turn", '{"a":"b"}'));
    const completion = await clientFor(canned).complete(request);
    expect(completion).toEqual({ text: '{"a":"b"}', usage: { inputTokens: 30, outputTokens: 5 } });
    expect(canned.sent).toHaveLength(1);
    expect(canned.sent[0]).toMatchObject({
      max_tokens: 500,
      temperature: 0.5,
      system: [{ text: "Be brief." }],
      messages: [{ role: "user" }, { role: "assistant" }, { role: "user" }],
    });
    expect(JSON.stringify(canned.sent[0])).toContain('"additionalProperties":false');
  });

  it.each([
    ["refusal", "", "MODEL_REFUSED"],
    ["max_tokens", '{"a":', "MODEL_TRUNCATED"],
    ["end_turn", "", "MODEL_UNAVAILABLE"],
  ])("an answer that ends with %s: %s", async (reason, text, code) => {
    const details = { usage: { inputTokens: 30, outputTokens: 5 } };
    await expect(clientFor(cannedFetch(200, answer(reason, text))).complete(request)).rejects.toMatchObject({
      code,
      details,
    });
  });

  it("an overloaded server: MODEL_UNAVAILABLE, after one request", async () => {
    const canned = cannedFetch(529, { type: "error", error: { type: "overloaded_error", message: "Overloaded" } });
    const expected = { code: "MODEL_UNAVAILABLE", details: { status: 529 } };
    await expect(clientFor(canned).complete(request)).rejects.toMatchObject(expected);
    expect(canned.sent).toHaveLength(1);
  });
});
