import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { describeModelClient } from "@metricsmith/testkit";
import { describe, it } from "vitest";
import { aiSdkClient } from "../src/index.js";

const runner = { describe, it };

describeModelClient({
  runner,
  name: "OpenAI responses",
  create: ({ baseUrl, apiKey }) => aiSdkClient({ model: createOpenAI({ baseURL: baseUrl, apiKey })("gpt-4.1") }),
});

describeModelClient({
  runner,
  name: "OpenAI chat completions",
  create: ({ baseUrl, apiKey }) => aiSdkClient({ model: createOpenAI({ baseURL: baseUrl, apiKey }).chat("gpt-4.1") }),
});

for (const supportsStructuredOutputs of [true, false]) {
  describeModelClient({
    runner,
    name: `OpenAI compatible, ${supportsStructuredOutputs ? "with" : "without"} schemas`,
    create: ({ baseUrl: baseURL, apiKey }) =>
      aiSdkClient({
        model: createOpenAICompatible({ name: "local", baseURL, apiKey, supportsStructuredOutputs })("small"),
      }),
  });
}

for (const structuredOutput of ["json-object", "prompt"] as const) {
  describeModelClient({
    runner,
    name: `OpenAI responses, ${structuredOutput}`,
    create: ({ baseUrl: baseURL, apiKey }) =>
      aiSdkClient({ model: createOpenAI({ baseURL, apiKey })("gpt-4.1"), structuredOutput }),
  });
}
