import { AzureOpenAI, OpenAI } from "openai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type OpenaiClientOptions, resolveOpenaiClientOptions } from "./openai-client-options.js";

afterEach(() => vi.unstubAllEnvs());

function resolve(options: Partial<OpenaiClientOptions>): ReturnType<typeof resolveOpenaiClientOptions> {
  return resolveOpenaiClientOptions({ model: "small", ...options });
}

const openai = { api: "responses", schemaInPrompt: false, chatLimit: "max_completion_tokens" };
const azure = { api: "chat", schemaInPrompt: false, chatLimit: "max_completion_tokens" };
const compatible = { api: "chat", schemaInPrompt: true, chatLimit: "max_tokens" };

describe("resolveOpenaiClientOptions", () => {
  it.each([
    ["OpenAI", { apiKey: "key" }, openai],
    ["OpenAI in Europe", { apiKey: "key", baseURL: "https://eu.api.openai.com/v1" }, openai],
    ["Ollama", { baseURL: "http://127.0.0.1:11434/v1" }, compatible],
    ["a host that only looks like OpenAI's", { baseURL: "https://api.openai.com.example.com/v1" }, compatible],
    ["Azure's v1 address", { apiKey: "key", baseURL: "https://mine.openai.azure.com/openai/v1" }, azure],
    [
      "an AzureOpenAI",
      {
        client: new AzureOpenAI({ endpoint: "https://mine.openai.azure.com", apiKey: "key", apiVersion: "2024-10-21" }),
      },
      azure,
    ],
    ["an OpenAI of the host's", { client: new OpenAI({ apiKey: "key" }) }, openai],
  ] as const)("%s", (_, options, expected) => {
    expect(resolve(options)).toMatchObject({ ...expected, structuredOutput: "strict", temperature: true });
  });

  it("follows OPENAI_BASE_URL with OPENAI_API_KEY, as the SDK does", () => {
    vi.stubEnv("OPENAI_API_KEY", "sk-environment");
    vi.stubEnv("OPENAI_BASE_URL", "http://127.0.0.1:8000/v1");
    expect(resolve({})).toMatchObject(compatible);
    expect(resolve({}).client.apiKey).toBe("sk-environment");
  });

  it("names the model as `modelId` says", () => {
    expect(resolve({ apiKey: "key" }).modelId).toBe("small");
    expect(resolve({ apiKey: "key", modelId: "gpt-5.2-mini" })).toMatchObject({
      model: "small",
      modelId: "gpt-5.2-mini",
    });
  });

  it.each([
    ["no model", { model: " ", apiKey: "key" }, "`model` is empty"],
    ["no name", { modelId: "", apiKey: "key" }, "`modelId` is empty"],
    ["a key with a line break", { apiKey: "sk-secret\n" }, "`apiKey` is empty, or holds white space"],
    ["an empty key", { apiKey: "" }, "`apiKey` is empty"],
    ["an address that is none", { baseURL: "localhost:11434" }, "`baseURL` is no HTTP address"],
    [
      "two addresses",
      { client: new OpenAI({ apiKey: "key" }), baseURL: "http://127.0.0.1/v1" },
      "leave out `apiKey` and",
    ],
  ])("%s: OPTION_INVALID", (_, options, message) => {
    expect(() => resolve(options)).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
    expect(() => resolve(options)).toThrow(message);
    expect(() => resolve(options)).not.toThrow("sk-secret");
  });

  it("no key anywhere: OPTION_INVALID", () => {
    vi.stubEnv("OPENAI_API_KEY", undefined);
    expect(() => resolve({})).toThrow("No key: set `apiKey`, or the variable OPENAI_API_KEY.");
  });
});
