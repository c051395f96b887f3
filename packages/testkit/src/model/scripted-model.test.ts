import { MetricsmithError, type ModelRequest } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { scriptedModel } from "./scripted-model.js";

function ask(content: string, signal?: AbortSignal): ModelRequest {
  return {
    messages: [{ role: "user", content }],
    answer: { name: "answer", schema: { type: "object" } },
    maximumOutputTokens: 100,
    timeoutMs: 1_000,
    signal,
  };
}

describe("scriptedModel", () => {
  it("answers in order, and records what was asked", async () => {
    const usage = { inputTokens: 7, outputTokens: 3 };
    const model = scriptedModel(["first", { json: { second: [1] }, usage }]);
    expect(await model.complete(ask("a"))).toEqual({
      text: "first",
      usage: { inputTokens: 100, outputTokens: 20 },
    });
    expect(await model.complete(ask("b"))).toEqual({ text: '{"second":[1]}', usage });
    expect(model.requests.map(({ messages }) => messages[0]?.content)).toEqual(["a", "b"]);
  });

  it("answers by a function of the request and its number", async () => {
    const model = scriptedModel(({ messages }, call) => `${messages[0]?.content} ${call}`, { modelId: "small" });
    expect((await model.complete(ask("a"))).text).toBe("a 1");
    expect((await model.complete(ask("b"))).text).toBe("b 2");
    expect(model.modelId).toBe("small");
  });

  it("ends with the errors of the script, and goes on", async () => {
    const busy = new MetricsmithError("Busy.", { code: "MODEL_RATE_LIMITED", details: { retryAfterMs: 5 } });
    const model = scriptedModel([busy, "after"]);
    await expect(model.complete(ask("a"))).rejects.toBe(busy);
    expect((await model.complete(ask("b"))).text).toBe("after");
    await expect(model.complete(ask("c"))).rejects.toThrow("The script has no answer to request 3.");
  });

  it("ends with the signal's reason, before the call and during it", async () => {
    const model = scriptedModel(() => new Promise(() => undefined));
    await expect(model.complete(ask("a", AbortSignal.abort(new Error("before"))))).rejects.toThrow("before");
    expect(model.requests).toEqual([]);
    const controller = new AbortController();
    const waiting = model.complete(ask("b", controller.signal));
    controller.abort(new Error("during"));
    await expect(waiting).rejects.toThrow("during");
  });
});
