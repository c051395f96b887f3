import { OpenAI } from "openai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { request, sentBy } from "./ask.js";

const { schema } = request.answer;

afterEach(() => vi.unstubAllEnvs());

describe("chat completions of other servers", () => {
  it("ask for the schema and repeat it in the prompt, behind the system's words", async () => {
    const { path, body } = await sentBy((baseURL) => ({ model: "small", baseURL }));
    expect(path).toBe("/v1/chat/completions");
    expect(body).toEqual({
      model: "small",
      messages: [
        { role: "system", content: expect.stringMatching(/^Be brief\.\n\nAnswer with one JSON value/) },
        { role: "user", content: "Which?" },
      ],
      max_tokens: 500,
      temperature: 0.5,
      response_format: { type: "json_schema", json_schema: { name: "which_field", schema, strict: true } },
    });
    expect(JSON.stringify(body["messages"])).toContain(JSON.stringify(JSON.stringify(schema)).slice(1, -1));
  });

  it("begin with the schema where no message is the system's", async () => {
    const { body } = await sentBy((baseURL) => ({ model: "small", baseURL }), {
      messages: [{ role: "user", content: "Which?" }],
    });
    expect(body["messages"]).toMatchObject([{ role: "system" }, { role: "user", content: "Which?" }]);
  });

  it("leave the schema out of the prompt when told so", async () => {
    const { body } = await sentBy((baseURL) => ({ model: "small", baseURL, schemaInPrompt: false }));
    expect(body["messages"]).toEqual(request.messages);
  });

  it.each([
    ["json-object", { type: "json_object" }],
    ["prompt", undefined],
  ] as const)("%s: the format is %j and the schema is in the prompt, whatever else is said", async (kind, format) => {
    const { body } = await sentBy((baseURL) => ({
      model: "small",
      baseURL,
      structuredOutput: kind,
      schemaInPrompt: false,
    }));
    expect(body["response_format"]).toEqual(format);
    expect(JSON.stringify(body["messages"])).toContain("JSON Schema");
  });

  it("send what `parameters` says, which does not replace what the client sends", async () => {
    const parameters = { reasoning_effort: "low", model: "other", max_tokens: 1 };
    const { body } = await sentBy((baseURL) => ({ model: "small", baseURL, parameters }));
    expect(body).toMatchObject({ reasoning_effort: "low", model: "small", max_tokens: 500 });
  });

  it("send no temperature with `temperature: false`", async () => {
    const { body } = await sentBy((baseURL) => ({ model: "small", baseURL, temperature: false }));
    expect(body).not.toHaveProperty("temperature");
  });

  it("do not get the key and the organization that the environment has for OpenAI", async () => {
    vi.stubEnv("OPENAI_API_KEY", "sk-of-openai");
    vi.stubEnv("OPENAI_ORG_ID", "org-of-openai");
    vi.stubEnv("OPENAI_PROJECT_ID", "project-of-openai");
    const { headers } = await sentBy((baseURL) => ({ model: "small", baseURL }));
    expect(JSON.stringify(headers)).not.toContain("of-openai");
    expect(headers["authorization"]).toBe("Bearer none");
  });
});

describe("responses", () => {
  it("ask for the schema, and for nothing to be kept", async () => {
    const { path, body } = await sentBy((baseURL) => ({
      model: "small",
      baseURL,
      api: "responses",
      schemaInPrompt: false,
    }));
    expect(path).toBe("/v1/responses");
    expect(body).toEqual({
      store: false,
      model: "small",
      input: request.messages,
      max_output_tokens: 500,
      temperature: 0.5,
      text: { format: { type: "json_schema", name: "which_field", schema, strict: true } },
    });
  });

  it("keep the other members of `text` in `parameters`, and its `store`", async () => {
    const parameters = { store: true, text: { verbosity: "low" } };
    const { body } = await sentBy((baseURL) => ({ model: "small", baseURL, api: "responses", parameters }));
    expect(body).toMatchObject({ store: true, text: { verbosity: "low", format: { type: "json_schema" } } });
  });
});

describe("a client of the host's", () => {
  it("brings its key, its address and its headers", async () => {
    const { headers } = await sentBy((baseURL) => ({
      model: "small",
      client: new OpenAI({ baseURL, apiKey: "sk-host", defaultHeaders: { "x-title": "Host" } }),
    }));
    expect(headers).toMatchObject({ authorization: "Bearer sk-host", "x-title": "Host" });
  });
});
