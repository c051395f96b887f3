import { describeModelClient } from "@metricsmith/testkit";
import { OpenAI } from "openai";
import { describe, it } from "vitest";
import { openaiClient } from "../src/index.js";

const runner = { describe, it };

describeModelClient({
  runner,
  name: "chat completions",
  create: ({ baseUrl, apiKey }) => openaiClient({ model: "small", baseURL: baseUrl, apiKey }),
});

describeModelClient({
  runner,
  name: "responses",
  create: ({ baseUrl, apiKey }) => openaiClient({ model: "small", baseURL: baseUrl, apiKey, api: "responses" }),
});

for (const structuredOutput of ["json-object", "prompt"] as const) {
  for (const api of ["chat", "responses"] as const) {
    describeModelClient({
      runner,
      name: `${api}, ${structuredOutput}`,
      create: ({ baseUrl, apiKey }) =>
        openaiClient({ model: "small", baseURL: baseUrl, apiKey, api, structuredOutput }),
    });
  }
}

// Its own retries, timeout and lack of a key in the options must not matter.
describeModelClient({
  runner,
  name: "a client of the host's",
  create: ({ baseUrl, apiKey }) =>
    openaiClient({ model: "small", client: new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 5, timeout: 1 }) }),
});
