import assert from "node:assert/strict";
import { MetricsmithError, type ModelClient, type ModelRequest } from "@metricsmith/core/adapter";
import type { ConformanceRunner } from "../conformance-runner.js";
import { type ModelScript, type ModelServer, startModelServer } from "../fakes/model-server.js";
import { assertNoSecrets, secrets } from "./secrets.js";

/** What one test works with: a client and the server that it asks. */
export class ModelTest {
  readonly client: ModelClient;
  readonly server: ModelServer;
  /** Another client, for a server elsewhere. */
  readonly createAt: (baseUrl: string) => Promise<ModelClient>;

  constructor(client: ModelClient, server: ModelServer, createAt: (baseUrl: string) => Promise<ModelClient>) {
    this.client = client;
    this.server = server;
    this.createAt = createAt;
  }

  /** The error of a call that must fail with this code, after one request, and must name no secret. */
  async failure(code: string, request: Partial<ModelRequest> = {}): Promise<MetricsmithError> {
    const before = this.server.requests.length;
    const error = await this.error(code, request);
    assert.equal(this.server.requests.length - before, 1, "not one request was made");
    return error;
  }

  /** The same, after any number of requests. */
  async error(code: string, request: Partial<ModelRequest> = {}): Promise<MetricsmithError> {
    const error = await soon(this.client.complete(buildRequest(request))).then(
      ({ text }) => assert.fail(`answered ${JSON.stringify(text)} instead of failing with ${code}`),
      (thrown: unknown) => thrown,
    );
    if (error instanceof assert.AssertionError) throw error;
    assert.ok(MetricsmithError.isInstance(error), "rejected with something else than a MetricsmithError");
    assertNoSecrets(error);
    assert.equal(error.code, code);
    return error;
  }
}

/** A runner whose tests each get a client and a server that plays a script. */
export interface ModelSuite {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, script: ModelScript, body: (test: ModelTest) => Promise<void>) => void;
}

/** Starts a server for each test and ends it afterwards, also when the test failed. */
export function modelSuite(
  runner: ConformanceRunner,
  create: (address: { readonly baseUrl: string; readonly apiKey: string }) => ModelClient | Promise<ModelClient>,
): ModelSuite {
  const createAt = async (baseUrl: string): Promise<ModelClient> => create({ baseUrl, apiKey: secrets.key });
  return {
    describe: (name, body) => void runner.describe(name, body),
    it: (name, script, body) =>
      void runner.it(name, async () => {
        const server = await startModelServer(script);
        try {
          await body(new ModelTest(await createAt(server.baseUrl), server, createAt));
        } finally {
          await server.close();
        }
      }),
  };
}

/** A request whose prompt is a secret; `timeoutMs` leaves a slow machine time. */
export function buildRequest(overrides: Partial<ModelRequest> = {}): ModelRequest {
  return {
    messages: [
      { role: "system", content: "Answer briefly." },
      { role: "user", content: secrets.prompt },
    ],
    answer: { name: "answer", schema: answerSchema },
    temperature: 0,
    maximumOutputTokens: 1_234,
    timeoutMs: 15_000,
    ...overrides,
  };
}

export const answerSchema = {
  type: "object",
  properties: { distinctivePropertyName: { type: "string" } },
  required: ["distinctivePropertyName"],
  additionalProperties: false,
} as const;

/** The call's own end; fails when it takes longer than a slow machine needs, so that a suite always ends. */
export async function soon<Result>(call: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new assert.AssertionError({ message: "the call did not end" })), 12_000);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until it is so; fails when that takes longer than a slow machine needs. */
export async function until(isSo: () => boolean, otherwise: string): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!isSo()) {
    if (Date.now() > deadline) assert.fail(otherwise);
    await new Promise((resolve) => void setTimeout(resolve, 5));
  }
}
