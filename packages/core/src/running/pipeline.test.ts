import { describe, expect, it } from "vitest";
import { z } from "zod";
import { definePipeline, type Pipeline, pipelineAddress, pipelineDefinitionHash } from "./pipeline.js";
import { step } from "./step.js";

const only = step({ name: "only", displayName: "Only", run: () => 1 });
const valid: Pipeline = {
  name: "nightly",
  displayName: "Nightly",
  description: "Every night.",
  parameters: z.object({}),
  steps: [only],
};

describe("definePipeline", () => {
  it("gives the definition back", () => {
    expect(definePipeline(valid as never)).toBe(valid);
  });

  it.each<[string, Partial<Pipeline>, string]>([
    ["a name with spaces", { name: "every night" }, '"every night" is not kebab-case.'],
    ["a provider in capitals", { provider: "GitHub" }, '"GitHub" is not kebab-case.'],
    ["a domain without provider", { domain: "billing" }, "a domain needs a provider."],
    ["no time", { timeoutMs: 0 }, "timeoutMs must be a whole number of at least 1."],
    ["no steps", { steps: [] }, "it has no steps."],
    ["two steps of one name", { steps: [only, only] }, 'two steps are named "only".'],
    ["a step name with a slash", { steps: [{ ...only, name: "a/b" }] }, 'step name "a/b" is not kebab-case.'],
    [
      "a step without time",
      { steps: [{ ...only, timeoutMs: 1.5 }] },
      "only: timeoutMs must be a whole number of at least 1.",
    ],
    [
      "too many retries",
      { steps: [{ ...only, retry: { times: 11 } }] },
      "only: retry.times must be a whole number from 0 to 10.",
    ],
  ])("refuses %s", (_, changes, problem) => {
    const definition = { ...valid, ...changes };
    expect(() => definePipeline(definition as never)).toThrow(
      `Pipeline ${JSON.stringify(definition.name)}: ${problem}`,
    );
  });
});

describe("pipelineAddress", () => {
  it("leaves absent parts out", () => {
    expect(pipelineAddress(valid)).toBe("nightly");
    expect(pipelineAddress({ ...valid, provider: "acme", domain: "billing" })).toBe("acme/billing/nightly");
  });
});

describe("pipelineDefinitionHash", () => {
  it("changes with version, address and steps, and with nothing else", () => {
    const hash = pipelineDefinitionHash(valid);
    expect(
      pipelineDefinitionHash({
        ...valid,
        displayName: "Other",
        timeoutMs: 5,
        steps: [{ ...only, displayName: "Other" }],
      }),
    ).toBe(hash);
    const changed: Partial<Pipeline>[] = [
      { version: "2" },
      { name: "daily" },
      { provider: "acme" },
      { steps: [only, { ...only, name: "more" }] },
    ];
    expect(new Set([hash, ...changed.map((changes) => pipelineDefinitionHash({ ...valid, ...changes }))]).size).toBe(5);
  });
});
