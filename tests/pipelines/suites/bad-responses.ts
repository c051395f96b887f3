import {
  createHttpFetcher,
  defineTemplate,
  errorCodes,
  type ErrorCode,
  type RequestDefinition,
} from "@metricsmith/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type LocalServer, reply, type Respond, startLocalServer } from "../local-server.js";
import { createScenario, organizationId, type PipelineTarget } from "../scenario.js";
import { readState, unchangedByFailure } from "../stored-state.js";
import { sales } from "../templates.js";

const metricId = "metric";
const good = JSON.stringify(sales(1, 2, 3).json);

interface BadResponse {
  readonly name: string;
  readonly respond: Respond;
  readonly code: ErrorCode;
  /** What the message says behind `Failed to fetch data: `. */
  readonly reason: RegExp;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly request?: Partial<RequestDefinition>;
}

const responses: readonly BadResponse[] = [
  {
    name: "malformed JSON",
    respond: reply('{"items": [}'),
    code: "FETCH_MALFORMED",
    reason: /JSON is not valid at line 1/,
  },
  { name: "cut-off JSON", respond: reply('{"items": ['), code: "FETCH_MALFORMED", reason: /JSON ends too early/ },
  {
    name: "malformed CSV",
    respond: reply('day,amount\n"2026-03-01,1\n', 200, { "content-type": "text/csv" }),
    code: "FETCH_MALFORMED",
    reason: /CSV/,
    request: { format: "csv" },
  },
  {
    name: "HTML",
    respond: reply("<!doctype html><title>Sign in</title>", 200, { "content-type": "text/html" }),
    code: "FETCH_NOT_DATA",
    reason: /an HTML page arrived instead of JSON/,
  },
  { name: "an empty body", respond: reply(""), code: "FETCH_EMPTY", reason: /no body/ },
  { name: "204", respond: reply("", 204), code: "FETCH_EMPTY", reason: /204/ },
  {
    name: "200 with an error body",
    respond: reply('{"error": "quota"}'),
    code: "FETCH_UNSUCCESSFUL",
    reason: /the API says quota/,
    request: { success: ({ body }) => (JSON.stringify(body).includes("error") ? "the API says quota" : true) },
  },
  {
    name: "202",
    respond: reply("{}", 202),
    code: "FETCH_NOT_READY",
    reason: /202: it is still computing/,
    details: { status: 202 },
  },
  {
    name: "401",
    respond: reply("{}", 401),
    code: "FETCH_UNAUTHORIZED",
    reason: /401; renew or correct the credentials/,
    details: { status: 401 },
  },
  { name: "403", respond: reply("{}", 403), code: "FETCH_UNAUTHORIZED", reason: /403/, details: { status: 403 } },
  {
    name: "404",
    respond: reply("{}", 404),
    code: "FETCH_NOT_FOUND",
    reason: /404; correct the endpoint/,
    details: { status: 404 },
  },
  {
    name: "429",
    respond: reply("{}", 429, { "retry-after": "3600" }),
    code: "FETCH_RATE_LIMITED",
    reason: /429: too many requests; it asks to wait 3600 s/,
    details: { status: 429, retryAfterMs: 3_600_000 },
  },
  { name: "500", respond: reply("{}", 500), code: "FETCH_UNAVAILABLE", reason: /500/, details: { status: 500 } },
  {
    name: "no answer in time",
    respond: () => undefined,
    code: "FETCH_TIMEOUT",
    reason: /./,
    request: { timeoutMs: 150 },
  },
  {
    name: "an endless response",
    respond(_request, response) {
      response.writeHead(200, { "content-type": "application/json" });
      const chunk = `"${"x".repeat(65_000)}",`;
      const timer = setInterval(() => response.write(chunk), 1);
      response.on("close", () => clearInterval(timer));
      response.write("[");
    },
    code: "FETCH_TOO_LARGE",
    reason: /./,
    request: { maxBytes: 1_000_000 },
  },
  {
    name: "a response that drips",
    respond(_request, response) {
      response.writeHead(200, { "content-type": "application/json" });
      const timer = setInterval(() => response.write(" "), 10);
      response.on("close", () => clearInterval(timer));
    },
    code: "FETCH_TIMEOUT",
    reason: /./,
    request: { timeoutMs: 200 },
  },
  {
    name: "a redirect to a private address",
    respond: reply("", 302, { location: "http://169.254.169.254/latest/meta-data" }),
    code: "FETCH_ADDRESS_REFUSED",
    reason: /./,
  },
  {
    name: "a redirect to another local port",
    respond: reply("", 302, { location: "http://127.0.0.1:1/" }),
    code: "FETCH_ADDRESS_REFUSED",
    reason: /./,
  },
  {
    name: "a broken connection",
    respond: (_request, response) => void response.socket?.destroy(),
    code: "FETCH_NETWORK",
    reason: /./,
  },
];

/** Whatever an API answers, a run ends with a coded error that says what to do, and nothing is lost. */
export function describeBadResponses(target: PipelineTarget): void {
  describe(`bad responses on ${target.name}`, () => {
    let server: LocalServer;
    beforeAll(async () => {
      server = await startLocalServer();
    });
    afterAll(() => server.close());

    it.each(responses)("$name", async ({ respond, code, reason, details, request }) => {
      const template = defineTemplate({
        id: "sales",
        provider: "shop",
        name: "Sales",
        measure: { value: "amount" },
        parameters: z.object({}),
        request: { endpoint: `${server.url}/sales`, ...request },
        mapping: {
          records: request?.format === "csv" ? "" : "items",
          time: { path: "day", format: "date" },
          value: { path: "amount" },
        },
      });
      const scenario = await createScenario(target);
      const fetcher = createHttpFetcher({ allowPrivate: [new URL(server.url).host], backoffMs: 0, maximumRetries: 1 });
      const engine = scenario.engineOf({ templates: [template], fetcher });
      server.respond(
        request?.format === "csv"
          ? reply("day,amount\n2026-03-01,1\n", 200, { "content-type": "text/csv" })
          : reply(good),
      );
      const created = await engine.metrics.create({ organizationId, id: metricId, template: "sales" });
      expect((await created.run.result()).error).toBeNull();
      scenario.clock.advance(60_000);
      const before = await readState(scenario.storage);

      server.respond(respond);
      for (const type of ["soft-refresh", "hard-refresh"] as const) {
        const failed: unknown[] = [];
        engine.on("step-error", (event) => void failed.push(event.error?.code));
        const { error } = await (await engine.refresh(metricId, { type, wait: true })).result();
        expect(error?.code).toBe(code);
        expect(error?.message).toMatch(/^fetching-api-data: Failed to fetch data: /);
        expect(error?.message).toMatch(reason);
        expect(errorCodes[code].nextStep).not.toBe("");
        expect(error?.category).toBe(errorCodes[code].category);
        expect(failed).toContain(code);
      }
      expect(await engine.metrics.get(metricId)).toMatchObject({
        lastErrorCode: code,
        refreshStatus: null,
        activeRunId: null,
      });
      expect(unchangedByFailure(await readState(scenario.storage))).toEqual(unchangedByFailure(before));
      await fetcher.close();

      const caught: unknown = await fetcher
        .fetch({
          request: template.request,
          endpointConfig: {},
          variables: {},
          authentication: { type: "none" },
          signal: new AbortController().signal,
        })
        .catch((thrown: unknown) => thrown);
      expect(caught).toMatchObject({ code, details: details ?? {} });
      await fetcher.close();
    });

    it("goes on with the next good response", async () => {
      const scenario = await createScenario(target);
      const fetcher = createHttpFetcher({ allowPrivate: true, backoffMs: 0, maximumRetries: 1 });
      const engine = scenario.engineOf({ templates: [], fetcher });
      server.respond(reply(good));
      const { metric, run } = await engine.metrics.create({
        organizationId,
        name: "Ad hoc",
        measure: { value: "amount" },
        request: { endpoint: `${server.url}/{SHOP}/sales` },
        endpointConfig: { SHOP: "main street" },
        mapping: { records: "items", time: { path: "day", format: "date" }, value: { path: "amount" } },
      });
      expect((await run.result()).error).toBeNull();
      expect(server.requests.at(-1)).toBe("/main%20street/sales");
      let asked = 0;
      server.respond((request, response) => (++asked === 1 ? reply("", 503) : reply(good))(request, response));
      expect((await (await engine.refresh(metric.id)).result()).error).toBeNull();
      expect(asked).toBe(2);
      await fetcher.close();
    });
  });
}
