import { describe, expect, it } from "vitest";
import { MetricsmithError } from "../../errors/metricsmith-error.js";
import { completeWithRetries } from "./complete-with-retries.js";
import { resolveModelOptions } from "./model-options.js";

const completion = { text: "{}", usage: { inputTokens: 1, outputTokens: 1 } };
const unavailable = new MetricsmithError("Not now.", { code: "MODEL_UNAVAILABLE" });

async function failing(times: number, options: Parameters<typeof resolveModelOptions>[0] = {}) {
  const waits: number[] = [];
  let calls = 0;
  const complete = async () => {
    calls += 1;
    if (calls <= times) throw unavailable;
    return completion;
  };
  const sleep = async (ms: number): Promise<void> => void waits.push(ms);
  const resolved = resolveModelOptions({ sleep, random: () => 0.5, ...options });
  const result = await completeWithRetries(complete, new AbortController().signal, resolved).catch(
    (error: unknown) => error,
  );
  return { result, waits, calls };
}

describe("completeWithRetries", () => {
  it("waits longer each time, and varies the waits", async () => {
    expect(await failing(2)).toEqual({ result: completion, waits: [1_250, 2_500], calls: 3 });
  });

  it("does not wait when no try is left", async () => {
    expect(await failing(9)).toEqual({ result: unavailable, waits: [1_250, 2_500], calls: 3 });
    expect(await failing(1, { maximumRetries: 0 })).toEqual({ result: unavailable, waits: [], calls: 1 });
  });

  it("never waits longer than it may", async () => {
    const { waits } = await failing(5, { maximumRetries: 5, maximumInProcessWaitMs: 3_000 });
    expect(waits).toEqual([1_250, 2_500, 3_000, 3_000, 3_000]);
  });

  it("ends a wait when the signal fires", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const options = resolveModelOptions({ backoffMs: 60_000, maximumInProcessWaitMs: 600_000 });
    const ended = completeWithRetries(async () => Promise.reject(unavailable), controller.signal, options);
    setTimeout(() => controller.abort(reason), 20);
    await expect(ended).rejects.toBe(reason);
  });
});
