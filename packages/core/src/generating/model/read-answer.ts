import { z } from "zod";
import type { ModelRequest } from "../../ports/model.js";
import type { JsonObject } from "../../util/json.js";

/** Most characters of code that is taken: a transform is a page. */
export const maximumCodeLength = 20_000;
const MAXIMUM_REASONING = 4_000;
const MAXIMUM_PATHS = 40;

const codeSchema = z
  .string()
  .max(maximumCodeLength, { error: `longer than ${maximumCodeLength} characters; write it shorter` })
  .refine((code) => code.trim() !== "", { error: "empty; write the whole function" });
const pathsSchema = z.array(z.string().max(500)).max(MAXIMUM_PATHS);
const reasoningSchema = z.string().max(MAXIMUM_REASONING);

/** What a model says about the points of a response. */
export const transformerAnswerSchema = z.object({
  reasoning: reasoningSchema,
  code: codeSchema,
  valuePaths: pathsSchema,
  timePaths: pathsSchema,
});
export type TransformerAnswer = z.infer<typeof transformerAnswerSchema>;

/** What a model says about a chart. */
export const chartAnswerSchema = z
  .object({
    reasoning: reasoningSchema,
    decision: z.enum(["preferences", "code", "impossible"]),
    preferences: z
      .object({
        chartType: z.string().nullish(),
        dateRange: z.string().nullish(),
        aggregation: z.string().nullish(),
        bucket: z.string().nullish(),
        gaps: z.string().nullish(),
        dimensions: z.array(z.string()).nullish(),
        stacked: z.boolean().nullish(),
      })
      .nullish(),
    code: codeSchema.nullish(),
  })
  .superRefine(({ decision, preferences, code }, context) => {
    if (decision === "code" && typeof code !== "string")
      context.addIssue({ code: "custom", path: ["code"], message: "null although the decision is code" });
    if (decision === "preferences" && !preferences)
      context.addIssue({ code: "custom", path: ["preferences"], message: "null although the decision is preferences" });
  });
export type ChartAnswer = z.infer<typeof chartAnswerSchema>;

type AnswerRequest = ModelRequest["answer"];

const nullable = (type: string, more: JsonObject = {}): JsonObject => ({ type: [type, "null"], ...more });
const strict = (properties: JsonObject): JsonObject => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const texts: JsonObject = { type: "array", items: { type: "string" } };

/** `transformerAnswerSchema` as model clients take it. */
export const transformerAnswerRequest: AnswerRequest = {
  name: "transformer",
  schema: strict({
    reasoning: { type: "string", description: "At most three short sentences." },
    code: { type: "string", description: "The whole function." },
    valuePaths: texts,
    timePaths: texts,
  }),
};

/** `chartAnswerSchema` as model clients take it. */
export const chartAnswerRequest: AnswerRequest = {
  name: "chart",
  schema: strict({
    reasoning: { type: "string", description: "At most three short sentences." },
    decision: { type: "string", enum: ["preferences", "code", "impossible"] },
    preferences: {
      anyOf: [
        strict({
          chartType: nullable("string"),
          dateRange: nullable("string"),
          aggregation: nullable("string"),
          bucket: nullable("string"),
          gaps: nullable("string"),
          dimensions: { anyOf: [texts, { type: "null" }] },
          stacked: nullable("boolean"),
        }),
        { type: "null" },
      ],
    },
    code: nullable("string"),
  }),
};

/** An answer as it was asked for, or a sentence that says what is wrong with it. */
export type ReadAnswer<Answer> = { readonly answer: Answer } | { readonly problem: string };

/** Reads the JSON object in a model's answer, also from a code fence or from between words. */
export function readAnswer<Answer>(text: string, schema: z.ZodType<Answer>): ReadAnswer<Answer> {
  const value = findObject(text);
  if (value === null) return { problem: "it is no JSON object." };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { answer: parsed.data };
  const issues = parsed.error.issues.slice(0, 5).map(({ path, message }) => {
    return `${path.length === 0 ? "the object" : path.map(String).join(".")}: ${message}`;
  });
  return { problem: `${issues.join("; ")}.` };
}

/** Code without the fence that is around all of it. Everything else stays as the model wrote it. */
export function unfencedCode(code: string): string {
  const fenced = /^\s*(`{3,}|~{3,})[\w+-]*[ \t]*\r?\n([\s\S]*?)\r?\n?\1\s*$/.exec(code);
  return fenced?.[2] ?? code;
}

function findObject(text: string): unknown {
  const fenced = /(?:^|\n)\s*(`{3,})(?:json\w*)?[ \t]*\r?\n([\s\S]*?)\r?\n\s*\1/i.exec(text)?.[2];
  const between = text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1);
  for (const candidate of [text, fenced, between]) {
    if (candidate === undefined || candidate.trim() === "") continue;
    try {
      const value: unknown = JSON.parse(candidate);
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    } catch {
      // The next candidate may be one.
    }
  }
  return null;
}
