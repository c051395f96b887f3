import type { ModelMessage, ModelRequest } from "@metricsmith/core/adapter";

/** The messages, with the schema of the answer behind the system's words. */
export function withSchemaInPrompt({ messages, answer }: ModelRequest): readonly ModelMessage[] {
  const instruction = `Answer with one JSON value and nothing else, without a code fence. It must be valid against this JSON Schema:\n${JSON.stringify(answer.schema)}`;
  const [first, ...others] = messages;
  if (first?.role !== "system") return [{ role: "system", content: instruction }, ...messages];
  return [{ role: "system", content: `${first.content}\n\n${instruction}` }, ...others];
}
