import { afterAll, describe, expect, it } from "vitest";
import { MetricsmithError } from "../../src/errors/metricsmith-error.js";
import { model } from "../../src/generating/model/create-model.js";
import type { ModelOptions } from "../../src/generating/model/model-options.js";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { accepted, generateInput, openReport, sandboxJudge, scriptedJudge } from "./generate-input.js";
import { type Answer, codeAnswer, lastMessage, scriptedClient } from "./scripted-client.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

const body = {
  orders: [
    { id: 17, created: "2026-03-01T09:30:00Z", amount: "19.99", note: "first" },
    { id: 18, created: "2026-03-02T10:00:00Z", amount: "5.01", note: "" },
    { id: 19, created: "2026-03-04T11:45:00Z", amount: "7.50", note: "gift" },
  ],
};
const right = `export function transform(response) {
  return response.orders.map(({ created, amount }) => ({ timestamp: created, value: Number(amount) }));
}`;
const wrong = `export function transform(response) {
  return response.orders.map(({ created }) => ({ timestamp: created, value: 1 }));
}`;

const rejected = openReport(["influence", "fail", "The value is 1 whatever stands in the response."]);
const held = openReport(["measure", "unknown", "It may be amount or id."], ["order", "unknown", "It is not known."]);
const nearlyAccepted = openReport(["measure", "unknown", "It may be amount or id."]);

async function propose(answers: readonly Answer[], judge = scriptedJudge(accepted), options: ModelOptions = {}) {
  const client = scriptedClient(answers);
  const input = generateInput({ body, judge });
  const sleeps: number[] = [];
  const sleep = async (ms: number): Promise<void> => void sleeps.push(ms);
  const proposal = await model(client, { sleep, random: () => 0, ...options }).propose(input);
  return { client, proposal, input, judge, sleeps };
}

const failure = (code: MetricsmithError["code"], details = {}): MetricsmithError =>
  new MetricsmithError(`It is ${code}.`, { code, details });

describe("model", () => {
  it("gives the code of the first answer when real acceptance accepts it", async () => {
    const client = scriptedClient([
      codeAnswer(right, { valuePaths: ["orders[].amount"], timePaths: ["orders[].created"] }),
    ]);
    const generator = model(client);
    const proposal = await generator.propose(generateInput({ body, judge: sandboxJudge(sandbox, { body }) }));
    expect(generator).toMatchObject({ origin: "model", model: "scripted" });
    expect(proposal).toMatchObject({ outcome: "candidate", candidate: { code: right, mapping: null } });
    expect(proposal).toMatchObject({ report: { result: "accepted" } });
    expect(proposal.outcome === "candidate" && proposal.candidate.reasons).toEqual([
      "It is what was asked for.",
      "It names where it reads: values are read from orders[].amount, times from orders[].created.",
      "Written by scripted in round 1 of at most 3, with the prompts transformer-system/2, transformer-task/1.",
    ]);
  });

  it("tells the model what acceptance found, in the same conversation, and takes the corrected code", async () => {
    const client = scriptedClient([codeAnswer(wrong), codeAnswer(right)]);
    const input = generateInput({ body, judge: sandboxJudge(sandbox, { body }) });
    const proposal = await model(client).propose(input);
    expect(proposal).toMatchObject({ candidate: { code: right }, report: { result: "accepted" } });
    expect(input.reasons).toEqual(["transformer", "repair"]);
    expect(client.requests[1]?.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(client.requests[1]?.messages.slice(0, 2)).toEqual(client.requests[0]?.messages);
    expect(lastMessage(client, 2)).toContain("influence (failed): The value is 1 whatever stands in the response.");
  });

  it("tells it what the code wrote to its console, masked, also when it threw", async () => {
    const talking = `export function transform(response) {
      for (const order of response.orders) console.log(order.id, order.mail);
      return response.orders.map(({ missing }) => missing.value);
    }`;
    const orders = body.orders.map((order) => ({ ...order, mail: `buyer-${order.id}@example.org` }));
    const client = scriptedClient([codeAnswer(talking), codeAnswer(right)]);
    await model(client).propose(
      generateInput({ body: { orders }, judge: sandboxJudge(sandbox, { body: { orders } }) }),
    );
    const message = lastMessage(client, 2);
    expect(message).toContain("The function wrote to its console:\n  17 ");
    expect(message).toContain("after it read `orders[0].missing`, which is undefined");
    expect(message).not.toContain("buyer-17@example.org");
    expect(message.indexOf("begin of data")).toBeLessThan(message.indexOf("wrote to its console"));
    expect(message.indexOf("wrote to its console")).toBeLessThan(message.indexOf("end of data"));
  });

  it("goes up the ladder of temperatures, and stays on its last step", async () => {
    const judge = scriptedJudge(rejected);
    const answers = [1, 2, 3, 4].map((number) => codeAnswer(`${wrong} // ${number}`));
    const { client } = await propose(answers, judge, { rounds: 4 });
    expect(client.requests.map(({ temperature }) => temperature)).toEqual([0, 0.2, 0.6, 0.6]);
    const without = await propose([codeAnswer(right)], scriptedJudge(accepted), { temperatures: [] });
    expect(without.client.requests[0]).not.toHaveProperty("temperature");
  });

  it("asks with the limits of its options", async () => {
    const { client, input } = await propose([codeAnswer(right)], scriptedJudge(accepted), {
      maximumOutputTokens: 123,
      timeoutMs: 456,
    });
    expect(client.requests[0]).toMatchObject({ maximumOutputTokens: 123, timeoutMs: 456, signal: input.signal });
    expect(client.requests[0]?.answer.schema).toMatchObject({
      required: ["reasoning", "code", "valuePaths", "timePaths"],
      additionalProperties: false,
    });
  });

  it("stops after three rounds with the last code when all were rejected", async () => {
    const answers = ["a", "b", "c"].map((name) => codeAnswer(`${wrong} // ${name}`));
    const { proposal, client } = await propose(answers, scriptedJudge(rejected));
    expect(client.requests).toHaveLength(3);
    expect(proposal).toMatchObject({ candidate: { code: `${wrong} // c` }, report: rejected });
  });

  it("of held codes gives the one with the fewest open checks, also when the last was rejected", async () => {
    const answers = ["a", "b", "c"].map((name) => codeAnswer(`${wrong} // ${name}`));
    const { proposal } = await propose(answers, scriptedJudge(held, nearlyAccepted, rejected));
    expect(proposal).toMatchObject({ candidate: { code: `${wrong} // b` }, report: nearlyAccepted });
  });

  it("does not go on when a second held code leaves the same open", async () => {
    const { client } = await propose([codeAnswer("a"), codeAnswer("b")], scriptedJudge(held));
    expect(client.requests).toHaveLength(2);
  });

  it("does not ask again for what only a person can settle", async () => {
    const review = openReport(["review", "unknown", "A person is to look at it."]);
    const { client, proposal } = await propose([codeAnswer(right)], scriptedJudge(review));
    expect(client.requests).toHaveLength(1);
    expect(proposal).toMatchObject({ report: review });
  });

  it("does not judge the same code twice, and says that it is the same", async () => {
    const judge = scriptedJudge(rejected);
    const { client } = await propose([codeAnswer(wrong), codeAnswer(wrong), codeAnswer(right)], judge);
    expect(judge.judged).toEqual([wrong, right]);
    expect(lastMessage(client, 3)).toContain("This is the same code as before");
  });

  describe("answers that cannot be read", () => {
    it.each([
      ["words", "I would rather not."],
      ["JSON of another shape", { reasoning: "", source: right }],
      ["empty code", codeAnswer("  ")],
      ["endless code", codeAnswer("x".repeat(20_001))],
      ["nothing", ""],
    ])("%s: one repair, which counts as a round", async (_what, answer) => {
      const { client, proposal, input, judge } = await propose([answer, codeAnswer(right)]);
      expect(proposal).toMatchObject({ outcome: "candidate", candidate: { code: right } });
      expect(lastMessage(client, 2)).toContain("Answer again with one JSON object and nothing else");
      expect(input.reasons).toEqual(["transformer", "repair"]);
      expect(judge.judged).toEqual([right]);
    });

    it("a second one ends it with MODEL_ANSWER_INVALID", async () => {
      await expect(propose(["no", "no"])).rejects.toMatchObject({ code: "MODEL_ANSWER_INVALID" });
    });

    it("a second one leaves what was written before", async () => {
      const answers = ["no", codeAnswer(wrong), "no"];
      const { proposal } = await propose(answers, scriptedJudge(rejected));
      expect(proposal).toMatchObject({ candidate: { code: wrong }, report: rejected });
    });

    it.each([
      ["a fence", `\`\`\`json\n${JSON.stringify(codeAnswer(right))}\n\`\`\``],
      ["words around it", `Here it is: ${JSON.stringify(codeAnswer(right))} Have fun.`],
      ["code in a fence of its own", codeAnswer(`\`\`\`ts\n${right}\n\`\`\``)],
    ])("%s is no problem", async (_what, answer) => {
      const { proposal, client } = await propose([answer]);
      expect(proposal).toMatchObject({ candidate: { code: right } });
      expect(client.requests).toHaveLength(1);
    });
  });

  describe("failures", () => {
    it.each(["MODEL_RATE_LIMITED", "MODEL_UNAVAILABLE", "MODEL_TIMEOUT"] as const)(
      "%s is repeated twice, the wait doubling, as calls of the same reason",
      async (code) => {
        const { proposal, sleeps, input } = await propose([failure(code), failure(code), codeAnswer(right)]);
        expect(proposal).toMatchObject({ candidate: { code: right } });
        expect(sleeps).toEqual([1_000, 2_000]);
        expect(input.reasons).toEqual(["transformer", "transformer", "transformer"]);
      },
    );

    it("the third failure in a row is thrown", async () => {
      const errors = [1, 2, 3].map(() => failure("MODEL_UNAVAILABLE"));
      await expect(propose(errors)).rejects.toBe(errors[2]);
    });

    it("waits as long as the server says, and not when that is too long", async () => {
      const { sleeps } = await propose([failure("MODEL_RATE_LIMITED", { retryAfterMs: 7_000 }), codeAnswer(right)]);
      expect(sleeps).toEqual([7_000]);
      const late = failure("MODEL_RATE_LIMITED", { retryAfterMs: 60_000 });
      await expect(propose([late, codeAnswer(right)])).rejects.toBe(late);
    });

    it.each([
      "MODEL_UNAUTHORIZED",
      "MODEL_REQUEST_INVALID",
      "MODEL_REFUSED",
      "MODEL_TRUNCATED",
      "BUDGET_EXCEEDED",
    ] as const)("%s is never repeated", async (code) => {
      const error = failure(code);
      await expect(propose([error, codeAnswer(right)])).rejects.toBe(error);
    });

    it("a failure after held code leaves the held code; after rejected code it is thrown", async () => {
      const error = failure("BUDGET_EXCEEDED");
      const { proposal } = await propose([codeAnswer(wrong), error], scriptedJudge(held));
      expect(proposal).toMatchObject({ candidate: { code: wrong }, report: held });
      await expect(propose([codeAnswer(wrong), error], scriptedJudge(rejected))).rejects.toBe(error);
    });

    it("the signal ends it with its reason: before, during a call, and during a wait", async () => {
      const reason = new Error("not wanted any more");
      await expect(
        model(scriptedClient([])).propose(
          generateInput({ body, judge: scriptedJudge(accepted), signal: AbortSignal.abort(reason) }),
        ),
      ).rejects.toBe(reason);
      for (const phase of ["call", "wait"]) {
        const controller = new AbortController();
        const client = scriptedClient(() => {
          if (phase === "call") controller.abort(reason);
          return failure("MODEL_UNAVAILABLE");
        });
        const sleep = async (): Promise<void> => controller.abort(reason);
        const input = generateInput({ body, judge: scriptedJudge(accepted), signal: controller.signal });
        await expect(model(client, { sleep }).propose(input)).rejects.toBe(reason);
        expect(client.requests).toHaveLength(1);
      }
    });

    it("what acceptance itself throws is thrown, without another call", async () => {
      const error = new MetricsmithError("No sandbox.", { code: "SANDBOX_UNAVAILABLE" });
      const judge = Object.assign(async () => Promise.reject(error), { judged: [] });
      await expect(propose([codeAnswer(right), codeAnswer(right)], judge)).rejects.toBe(error);
    });
  });

  describe("responses that no model is asked about", () => {
    const nobody = scriptedClient([]);
    const of = (response: unknown, kind: "history" | "gauge" = "history") =>
      model(nobody).propose(generateInput({ body: response, judge: scriptedJudge(accepted), subject: { kind } }));

    it("empty lists are no data yet", async () => {
      expect(await of([])).toMatchObject({ outcome: "no-data" });
      expect(await of({ orders: [], page: 1 })).toMatchObject({ outcome: "no-data" });
    });

    it("errors, pages, texts and responses that are nested without end are refused", async () => {
      const text = `${"[".repeat(100_000)}1${"]".repeat(100_000)}`;
      const input = {
        ...generateInput({ body: 1, judge: scriptedJudge(accepted) }),
        payload: new TextEncoder().encode(text),
      };
      expect(await model(nobody).propose(input)).toMatchObject({ outcome: "refused" });
      expect(await of({ error: "not today" })).toMatchObject({ outcome: "refused" });
      expect(await of("<!doctype html><p>login</p>")).toMatchObject({ outcome: "refused" });
      expect(await of(null)).toMatchObject({ outcome: "refused" });
    });
  });
});
