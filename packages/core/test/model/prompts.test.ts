import { describe, expect, it } from "vitest";
import { model } from "../../src/generating/model/create-model.js";
import { accepted, generateInput, openReport, scriptedJudge } from "./generate-input.js";
import { codeAnswer, type ScriptedClient, scriptedClient } from "./scripted-client.js";

/** A conversation as text, each message under its role. */
function transcript({ requests }: ScriptedClient, from = 0): string {
  const messages = requests.at(-1)?.messages.slice(from) ?? [];
  return `${messages.map(({ role, content }) => `======== ${role}\n${content}`).join("\n")}\n`;
}

const body = {
  meta: { currency: "EUR" },
  orders: [
    { id: 17, created: "2026-03-01T09:30:00Z", amount: "19.99", customer: "alice@shop.example" },
    { id: 18, created: "2026-03-02T10:00:00Z", amount: null, customer: "bob@shop.example" },
  ],
};

// The files are what models are sent: read them when they change, and raise the version of the prompt.
describe("prompts", () => {
  it("for points, with what was found, and with an answer that cannot be read", async () => {
    const findings = openReport(
      ["values-explained", "fail", 'The value of "alice@shop.example" is 0 and stands nowhere in the response.'],
      ["measure", "unknown", "It may be amount or id."],
    );
    const client = scriptedClient(["It is 17.", codeAnswer("first"), codeAnswer("second")]);
    const measure = { value: "revenue", time: "created", per: "day", unit: "EUR", series: "currency" };
    const input = generateInput({
      body,
      measure,
      judge: scriptedJudge(findings, accepted),
      endpointConfig: { SHOP: "b-12" },
    });
    await model(client).propose(input);
    await expect(transcript(client)).toMatchFileSnapshot("__snapshots__/points.txt");
  });

  it("for a large response", async () => {
    const client = scriptedClient([codeAnswer("code")]);
    const large = {
      meta: { currency: "EUR", next: null },
      orders: Array.from({ length: 4_000 }, (_, index) => ({
        id: index,
        created: new Date(Date.UTC(2026, 0, 1, index)).toISOString(),
        amount: (index * 7919) % 1000,
        lines: Array.from({ length: index % 4 }, (_, line) => ({ sku: `sku-${line}`, pieces: line + 1 })),
        ...(index === 2_500 ? { refund: { amount: 3, reason: "broken" } } : {}),
      })),
    };
    await model(client, { promptBudget: 20_000 }).propose(
      generateInput({ body: large, judge: scriptedJudge(accepted) }),
    );
    await expect(transcript(client, 1)).toMatchFileSnapshot("__snapshots__/large-response.txt");
  });

  it.each(["gauge", "snapshot"] as const)("say what the kind %s means for times", async (kind) => {
    const client = scriptedClient([codeAnswer("code")]);
    await model(client).propose(generateInput({ body, judge: scriptedJudge(accepted), subject: { kind } }));
    expect(transcript(client)).toContain(`- kind: ${kind}: `);
    expect(transcript(client)).toContain("Every timestamp is context.fetchedAt");
  });
});
