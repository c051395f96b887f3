import type { JsonObject, ModelRequest } from "@metricsmith/core/adapter";

export const request: ModelRequest = {
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Which?" },
    { role: "assistant", content: "{}" },
    { role: "user", content: "No, which?" },
  ],
  answer: {
    name: "which",
    schema: { type: "object", properties: { a: { type: "string" } }, required: ["a"], additionalProperties: false },
  },
  temperature: 0.5,
  maximumOutputTokens: 500,
  timeoutMs: 10_000,
};

/** A `fetch` that answers as told, and the bodies that it was sent. */
export function cannedFetch(status: number, answer: JsonObject): { fetch: typeof fetch; sent: JsonObject[] } {
  const sent: JsonObject[] = [];
  return {
    sent,
    fetch: async (_url, init) => {
      sent.push(JSON.parse(typeof init?.body === "string" ? init.body : "null") as JsonObject);
      return new Response(JSON.stringify(answer), { status, headers: { "content-type": "application/json" } });
    },
  };
}
