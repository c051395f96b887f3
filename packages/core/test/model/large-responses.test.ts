import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { model } from "../../src/generating/model/create-model.js";
import { accepted, generateInput, scriptedJudge } from "./generate-input.js";
import { codeAnswer, scriptedClient } from "./scripted-client.js";

async function firstPrompt(
  body: unknown,
  options: { promptBudget?: number; maskPaths?: string[] },
  seed = 1,
): Promise<string> {
  const client = scriptedClient([codeAnswer("code")]);
  await model(client, options).propose(generateInput({ body, judge: scriptedJudge(accepted), seed }));
  return client.requests[0]?.messages.map(({ content }) => content).join("") ?? "";
}

describe("large responses", () => {
  it("the first request is within its budget, whatever the response is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 20_000, max: 40_000 }),
        async (records, times, promptBudget) => {
          const data = Array.from({ length: times }, () => records).flat();
          expect((await firstPrompt({ data, page: 1 }, { promptBudget })).length).toBeLessThanOrEqual(promptBudget);
        },
      ),
      { numRuns: 30 },
    );
  }, 120_000);

  it("a response of 50 MB takes a few times its size, and shows what stands out in it", async () => {
    const data = Array.from({ length: 220_000 }, (_, index) => ({
      id: index,
      created: new Date(Date.UTC(2020, 0, 1, 0, index)).toISOString(),
      amount: String(index / 100),
      customer: { name: `Customer number ${index}`, email: `customer-${index}@example.com` },
      remark: "Words that take room, again and again, as they do in real responses.",
      ...(index === 123_456 ? { refund: { amount: 17 } } : {}),
    }));
    const bytes = Buffer.byteLength(JSON.stringify({ data }));
    expect(bytes).toBeGreaterThan(50_000_000);
    const before = process.memoryUsage().rss;
    const prompt = await firstPrompt({ data }, { maskPaths: ["data[].customer.name"] });
    expect(process.memoryUsage().rss - before).toBeLessThan(bytes * 12);
    expect(prompt.length).toBeLessThan(60_000);
    expect(prompt).toContain('"data.123456" (longest, one of 1 of its shape)');
    expect(prompt).not.toMatch(/Customer number|customer-\d/);
  }, 120_000);
});
