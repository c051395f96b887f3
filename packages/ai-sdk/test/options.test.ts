import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { startModelServer } from "@metricsmith/testkit";
import { afterEach, describe, expect, it, vi } from "vitest";
import { aiSdkClient } from "../src/index.js";
import { request } from "./ask.js";

type Options = Parameters<typeof aiSdkClient>[0];

async function sentBy(create: (address: { baseURL: string; apiKey: string }) => Options): Promise<unknown> {
  const server = await startModelServer([{ text: "{}" }]);
  try {
    await aiSdkClient(create({ baseURL: server.baseUrl, apiKey: "key" })).complete(request);
    return server.requests[0]?.body;
  } finally {
    await server.close();
  }
}

afterEach(() => vi.unstubAllEnvs());

describe("aiSdkClient", () => {
  it("asks OpenAI to keep nothing, unless told otherwise", async () => {
    const model = (address: object) => createOpenAI(address)("gpt-4.1");
    expect(await sentBy((address) => ({ model: model(address) }))).toMatchObject({ store: false });
    const providerOptions = { openai: { store: true, user: "me" } };
    expect(await sentBy((address) => ({ model: model(address), providerOptions }))).toMatchObject({
      store: true,
      user: "me",
    });
  });

  it("asks for the schema strictly, and leaves it out of the prompt", async () => {
    const body = await sentBy((address) => ({ model: createOpenAI(address)("gpt-4.1") }));
    expect(body).toMatchObject({
      input: [{ role: "system", content: "Be brief." }, {}, {}, {}],
      text: { format: { type: "json_schema", strict: true, name: "which", schema: request.answer.schema } },
    });
  });

  it("puts the schema into the prompt as well when told so", async () => {
    const body = await sentBy((address) => ({ model: createOpenAI(address)("gpt-4.1"), schemaInPrompt: true }));
    expect(body).toMatchObject({
      input: [{ content: expect.stringContaining("JSON Schema") }, {}, {}, {}],
      text: { format: { type: "json_schema" } },
    });
  });

  // Their provider would drop the schema with a warning.
  it("puts the schema into the prompt of models that say they know none", async () => {
    const warn = vi.spyOn(console, "warn");
    const body = await sentBy((address) => ({ model: createOpenAICompatible({ name: "local", ...address })("small") }));
    expect(body).toMatchObject({
      messages: [{ role: "system", content: expect.stringContaining("JSON Schema") }, {}, {}, {}],
      response_format: { type: "json_object" },
    });
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it("sends no temperature with `temperature: false`", async () => {
    const body = await sentBy((address) => ({ model: createOpenAI(address)("gpt-4.1"), temperature: false }));
    expect(body).not.toHaveProperty("temperature");
  });

  it("names the model by its id, or as told", () => {
    const model = createOpenAI({ apiKey: "key" })("gpt-4.1");
    expect(aiSdkClient({ model }).modelId).toBe("gpt-4.1");
    expect(aiSdkClient({ model: "anthropic/claude-sonnet-4.5" }).modelId).toBe("anthropic/claude-sonnet-4.5");
    expect(aiSdkClient({ model, modelId: "mine" }).modelId).toBe("mine");
    expect(() => aiSdkClient({ model, modelId: " " })).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
  });

  it("a provider without a key: MODEL_UNAUTHORIZED", async () => {
    vi.stubEnv("OPENAI_API_KEY", undefined);
    const client = aiSdkClient({ model: createOpenAI()("gpt-4.1") });
    await expect(client.complete(request)).rejects.toMatchObject({ code: "MODEL_UNAUTHORIZED" });
  });
});
