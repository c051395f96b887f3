import { inspect } from "node:util";
import {
  createHttpFetcher,
  definePipeline,
  defineTemplate,
  type EventType,
  type RunResult,
  step,
} from "@metricsmith/core";
import type { Authentication } from "@metricsmith/core/adapter";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type LocalServer, reply, type Respond, startLocalServer } from "../local-server.js";
import { createScenario, organizationId, type PipelineTarget } from "../scenario.js";
import { readState } from "../stored-state.js";

const secret = "sk+live/9f8e7d6c5b4a==&Zurich";
const user = "billing-reader";

const authentications: readonly (readonly [name: string, authentication: Authentication])[] = [
  ["bearer", { type: "bearer", token: secret }],
  ["api_key in a header", { type: "api_key", name: "x-api-key", value: secret, in: "header" }],
  ["api_key in the query", { type: "api_key", name: "key", value: secret, in: "query" }],
  ["basic", { type: "basic", username: user, password: secret }],
];

/** The secret in every form in which a server may send it back. */
const forms: Readonly<Record<string, string>> = {
  raw: secret,
  encoded: encodeURIComponent(secret),
  formEncoded: new URLSearchParams({ k: secret }).toString().slice(2),
  base64: Buffer.from(secret).toString("base64"),
  base64url: Buffer.from(secret).toString("base64url"),
  pair: Buffer.from(`${user}:${secret}`).toString("base64"),
};
const echo = JSON.stringify(Object.values(forms));
const items = Object.values(forms).map((form, index) => ({
  day: `2026-03-0${index + 1}`,
  amount: index,
  note: `note ${form}`,
}));

/** Ways in which a server gives back what it was sent. */
const echoes: Readonly<Record<string, Respond>> = {
  "the body": reply(JSON.stringify({ items })),
  "the body, as it was sent": (request, response) => {
    const sent = { url: request.url, decoded: decodeURIComponent(request.url ?? ""), headers: request.headers };
    reply(JSON.stringify({ items: [{ day: "2026-03-01", amount: 1, note: "sent", sent }] }))(request, response);
  },
  headers: reply(JSON.stringify({ items }), 200, {
    "content-type": "application/json",
    etag: `"${secret}"`,
    link: `<https://x.example/?k=${forms["encoded"]}>; rel="next"`,
    "last-modified": secret,
  }),
  "an error body": reply(echo, 500),
  "a refusal": reply(echo, 403, { "www-authenticate": secret }),
  "broken JSON": reply(`{"error": ${secret}, ${echo}`),
  HTML: reply(`<html>${echo}</html>`, 200, { "content-type": "text/html" }),
  "another status text": (_request, response) => void response.writeHead(418, `teapot ${secret}`).end(echo),
  "a redirect to itself": (request, response) =>
    request.url?.includes("again") === true
      ? reply(JSON.stringify({ items }))(request, response)
      : void response.writeHead(302, { location: `/again?k=${forms["encoded"]}` }).end(),
  "a redirect to a dead port": (_request, response) =>
    void response.writeHead(302, { location: `http://127.0.0.1:1/${forms["encoded"]}?k=${forms["encoded"]}` }).end(),
  "a redirect to nowhere": (_request, response) =>
    void response.writeHead(302, { location: `http://${forms["base64url"]}.invalid/` }).end(),
  "a redirect to a broken address": (_request, response) =>
    void response.writeHead(302, { location: `http://[${secret}` }).end(),
};

/** Nothing that authenticates a request is stored, logged, announced or thrown, whatever the server does with it. */
export function describePlantedSecrets(target: PipelineTarget): void {
  describe(`planted secrets on ${target.name}`, () => {
    let server: LocalServer;
    beforeAll(async () => {
      server = await startLocalServer();
    });
    afterAll(() => server.close());

    describe.each(authentications)("%s", (_name, authentication) => {
      it.each(Object.keys(echoes))("sent back in %s is found nowhere", async (place) => {
        server.respond((request, response) => {
          received.push(`${request.url} ${inspect(request.headers)}`);
          echoes[place]?.(request, response);
        });
        const received: string[] = [];
        const output = await outputOf(authentication, (sentence) => sentence);
        expect(received.some((request) => findSecrets(request).length > 0)).toBe(true);
        expect(findSecrets(output)).toEqual([]);
      });
    });

    it("is found nowhere when the host's own check of the response repeats it", async () => {
      server.respond(reply(JSON.stringify({ items, echo: secret })));
      expect(
        findSecrets(await outputOf({ type: "bearer", token: secret }, (body) => `refused: ${body} ${secret}`)),
      ).toEqual([]);
    });

    it("is stored nowhere when `connections` throws it", async () => {
      const scenario = await createScenario(target);
      const connections = () => {
        throw new Error(`The vault holds ${secret}`);
      };
      const logs: string[] = [];
      const engine = scenario.engine({ connections, logger: recorder(logs) });
      const { run } = await engine.metrics.create({ organizationId, template: "queue-length", connectionId: "vault" });
      expect((await run.result()).error).toMatchObject({ code: "FETCH_CONNECTION_UNRESOLVED" });
      expect(
        findSecrets(
          inspect([await readState(scenario.storage), logs, await run.result()], {
            depth: null,
            maxStringLength: null,
          }),
        ),
      ).toEqual([]);
    });

    /** Everything that comes out of a create, a soft refresh, and a fetch by a step of the host, whether they fail or not. */
    async function outputOf(authentication: Authentication, judge: (body: string) => string): Promise<string> {
      const scenario = await createScenario(target);
      const template = defineTemplate({
        id: "echo",
        provider: "shop",
        name: "Echo",
        measure: { value: "amount" },
        parameters: z.object({}),
        request: {
          endpoint: `${server.url}/sales`,
          success: ({ body }) => {
            const text = JSON.stringify(body);
            return judge(text) === text || judge(text);
          },
        },
        mapping: {
          records: "items",
          time: { path: "day", format: "date" },
          value: { path: "amount" },
          series: { path: "note" },
          dimensions: { everything: "note" },
        },
      });
      const thrown: unknown[] = [];
      const probe = definePipeline({
        name: "probe",
        displayName: "Probe",
        description: "Fetches by itself.",
        parameters: z.object({}),
        steps: [
          step({
            name: "fetch",
            displayName: "Fetch",
            async run(_: unknown, context) {
              try {
                const { pages, source } = await context.fetch({ request: template.request, connectionId: "vault" });
                return {
                  source,
                  pages: pages.map(({ body, headers }) => ({
                    headers: { ...headers },
                    body: new TextDecoder().decode(body),
                  })),
                };
              } catch (error) {
                thrown.push(error);
                throw error;
              }
            },
          }),
        ],
      });
      const logs: string[] = [];
      const fetcher = createHttpFetcher({ allowPrivate: true, backoffMs: 0, maximumRetries: 1 });
      const engine = scenario.engineOf({
        templates: [template],
        pipelines: [probe],
        connections: () => authentication,
        fetcher,
        logger: recorder(logs),
      });
      const events: unknown[] = [];
      const types: EventType[] = [
        "run-start",
        "step-end",
        "step-skip",
        "step-error",
        "run-end",
        "run-error",
        "run-cancel",
        "points-saved",
      ];
      for (const type of types) engine.on(type, (event) => void events.push(event));
      const { metric, run } = await engine.metrics.create({ organizationId, template: "echo", connectionId: "vault" });
      const results: RunResult[] = [await run.result()];
      for (const next of [
        await engine.refresh(metric.id),
        await engine.refresh(metric.id, { type: "hard-refresh" }),
        await engine.run("probe", {}, { organizationId }),
      ]) {
        results.push(await next.result());
      }
      const api = [
        await engine.metrics.list(),
        await engine.charts.list({ metricId: metric.id }),
        await engine.runs.list(),
        await engine.progress(metric.id),
      ];
      await fetcher.close();
      return inspect([await readState(scenario.storage), logs, events, results, api, thrown.map(wholeError)], {
        depth: null,
        maxArrayLength: null,
        maxStringLength: null,
        showHidden: true,
      });
    }
  });
}

/** Which forms of the secret a text holds. */
function findSecrets(text: string): string[] {
  const plain = [text, text.replaceAll("\\", ""), decodeLeniently(text)].join("\n");
  return Object.entries(forms).flatMap(([name, form]) => (plain.includes(form) ? [name] : []));
}

function decodeLeniently(text: string): string {
  return text.replaceAll(/%[0-9a-f]{2}/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

/** Message, stack and every other property of an error and of all its causes. */
function wholeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { message, stack, cause } = error;
  return { message, stack, properties: Object.entries(error), cause: wholeError(cause) };
}

function recorder(lines: string[]) {
  const log = (message: string, details?: unknown): void =>
    void lines.push(`${message} ${inspect(details, { depth: null })}`);
  return { debug: log, info: log, warn: log, error: log };
}
