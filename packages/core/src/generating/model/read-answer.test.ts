import { describe, expect, it } from "vitest";
import {
  chartAnswerRequest,
  chartAnswerSchema,
  readAnswer,
  transformerAnswerRequest,
  transformerAnswerSchema,
  unfencedCode,
} from "./read-answer.js";

const answer = { reasoning: "Because.", code: "() => '}```{'", valuePaths: ["a"], timePaths: [] };
const chart = { reasoning: "", decision: "code", preferences: null, code: "() => 1" };

describe("readAnswer", () => {
  it.each([
    ["JSON", JSON.stringify(answer)],
    ["a fence", `\`\`\`json\n${JSON.stringify(answer, null, 2)}\n\`\`\`\nThat is all.`],
    ["words around it", `Sure! ${JSON.stringify(answer)}\nDone.`],
    ["more properties than asked for", JSON.stringify({ ...answer, confidence: 1 })],
  ])("reads an answer from %s", (_what, text) => {
    expect(readAnswer(text, transformerAnswerSchema)).toEqual({ answer });
  });

  it.each([
    ["no JSON", "{ not json }", "it is no JSON object."],
    ["a list", "[1]", "it is no JSON object."],
    ["a cut-off answer", JSON.stringify(answer).slice(0, -5), "it is no JSON object."],
    ["a missing property", JSON.stringify({ ...answer, code: undefined }), "code: "],
    ["a wrong type", JSON.stringify({ ...answer, valuePaths: "a" }), "valuePaths: "],
  ])("says what is wrong with %s", (_what, text, problem) => {
    expect(readAnswer(text, transformerAnswerSchema)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it("wants of a chart what its decision names", () => {
    expect(readAnswer(JSON.stringify(chart), chartAnswerSchema)).toEqual({ answer: chart });
    for (const wrong of [
      { ...chart, code: null },
      { ...chart, decision: "preferences" },
      { ...chart, decision: "maybe" },
    ])
      expect(readAnswer(JSON.stringify(wrong), chartAnswerSchema)).toHaveProperty("problem");
  });

  it.each([
    ["points", transformerAnswerRequest.schema, transformerAnswerSchema],
    ["charts", chartAnswerRequest.schema, chartAnswerSchema],
  ])("asks for what it reads: %s", (_what, schema, zod) => {
    expect(Object.keys(schema["properties"] as object)).toEqual(Object.keys(zod.shape));
    expect(schema).toMatchObject({ additionalProperties: false, required: Object.keys(zod.shape) });
  });
});

describe("unfencedCode", () => {
  it("takes off a fence around all of it, and nothing else", () => {
    expect(unfencedCode("```ts\nconst a = `x`;\n```\n")).toBe("const a = `x`;");
    for (const code of ["  const a = 1;\n", "const a = `\n```\n`;", "Look:\n```ts\nx\n```"])
      expect(unfencedCode(code)).toBe(code);
  });
});
