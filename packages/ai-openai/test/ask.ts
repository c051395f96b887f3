import type { JsonObject, ModelRequest } from "@metricsmith/core/adapter";
import { startModelServer } from "@metricsmith/testkit";
import { openaiClient } from "../src/index.js";

export type Options = Parameters<typeof openaiClient>[0];

export const request: ModelRequest = {
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Which?" },
  ],
  answer: {
    name: "which field",
    schema: { type: "object", properties: {}, required: [], additionalProperties: false },
  },
  temperature: 0.5,
  maximumOutputTokens: 500,
  timeoutMs: 10_000,
};

/** What a client with these options sends to a server on this machine. */
export async function sentBy(
  create: (baseURL: string) => Options,
  overrides: Partial<ModelRequest> = {},
): Promise<{ readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body: JsonObject }> {
  const server = await startModelServer([{ text: "{}" }]);
  try {
    await openaiClient(create(server.baseUrl)).complete({ ...request, ...overrides });
    const [sent] = server.requests;
    if (sent === undefined) throw new Error("nothing was sent");
    return sent;
  } finally {
    await server.close();
  }
}

/** The error of a client that gets this answer. */
export async function failureOf(
  answer: Parameters<typeof startModelServer>[0],
  options: Partial<Options> = {},
): Promise<unknown> {
  const server = await startModelServer(answer);
  try {
    const client = openaiClient({ model: "small", baseURL: server.baseUrl, ...options });
    return await client.complete(request).then(
      () => null,
      (error: unknown) => error,
    );
  } finally {
    await server.close();
  }
}
