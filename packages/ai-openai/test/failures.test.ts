import { describe, expect, it } from "vitest";
import { failureOf } from "./ask.js";

describe("failures of chat completions", () => {
  it.each([
    [400, "unsupported_value", "MODEL_REQUEST_INVALID", "`temperature: false`"],
    [400, "context_length_exceeded", "MODEL_REQUEST_INVALID", "The prompt is too long"],
    [400, "content_filter", "MODEL_REFUSED", "filter"],
    [404, "model_not_found", "MODEL_REQUEST_INVALID", "does not know the model"],
    [429, "insufficient_quota", "MODEL_RATE_LIMITED", "no quota left"],
  ])("%i %s: %s, and what to do", async (status, code, expected, advice) => {
    const error = await failureOf([{ status, body: { error: { message: "No.", type: "error", code } } }]);
    expect(error).toMatchObject({ code: expected, details: { status, providerCode: code } });
    expect((error as Error).message).toContain(advice);
  });

  it("a server that timed out itself: MODEL_TIMEOUT", async () => {
    expect(await failureOf([{ status: 408 }])).toMatchObject({ code: "MODEL_TIMEOUT", details: { status: 408 } });
  });

  it.each([
    [429, "MODEL_RATE_LIMITED"],
    [402, "MODEL_REQUEST_INVALID"],
    [502, "MODEL_UNAVAILABLE"],
  ])("status 200 with an error %i in its body: %s", async (status, code) => {
    const error = { message: "Provider returned error", code: status };
    for (const body of [{ error }, { choices: [{ error, message: { content: "half" } }] }]) {
      expect(await failureOf([{ status: 200, body }])).toMatchObject({ code, details: { status } });
    }
  });

  it("a refused connection names what Node says", async () => {
    const error = await failureOf([], { baseURL: "http://127.0.0.1:2/v1" });
    expect(error).toMatchObject({ code: "MODEL_UNAVAILABLE", details: { networkCode: "ECONNREFUSED" } });
  });
});

describe("failures of responses", () => {
  it.each([
    ["server_error", "MODEL_UNAVAILABLE"],
    ["rate_limit_exceeded", "MODEL_RATE_LIMITED"],
    ["invalid_prompt", "MODEL_REQUEST_INVALID"],
  ])("a response that failed with %s: %s", async (code, expected) => {
    const body = { id: "a", object: "response", status: "failed", error: { code, message: "No." }, output: [] };
    expect(await failureOf([{ status: 200, body }], { api: "responses" })).toMatchObject({ code: expected });
  });
});
