import { createMetricsmith, defineTemplate, type ErrorCode, type Template } from "@metricsmith/core";
import type { StorageAdapter } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createScenario, type Engine, organizationId, type PipelineTarget, rejectionOf } from "../scenario.js";
import { readState } from "../stored-state.js";
import { dailySales, sales } from "../templates.js";

/** Calls as a host in JavaScript can make them. */
type Untyped = { metrics: { create(input: object): Promise<unknown> } };

const adHoc = {
  organizationId,
  name: "Ad hoc",
  measure: { value: "amount" },
  request: { endpoint: "https://api.example.com/{SHOP}" },
  endpointConfig: { SHOP: "main" },
  mapping: { records: "items", time: { path: "day", format: "date" }, value: { path: "amount" } },
};
const shop = { organizationId, template: "daily-sales", endpointConfig: { SHOP: "main" } };

const badCreations: readonly (readonly [name: string, input: object, code: ErrorCode, message: RegExp])[] = [
  ["an unknown template", { ...shop, template: "nope" }, "TEMPLATE_NOT_FOUND", /^Template not found: nope/],
  ["a missing endpointConfig key", { ...shop, endpointConfig: {} }, "PARAMETERS_INVALID", /SHOP: .*It takes: SHOP\./],
  ["no endpointConfig", { ...shop, endpointConfig: undefined }, "PARAMETERS_INVALID", /SHOP/],
  [
    "an extra endpointConfig key",
    { ...shop, endpointConfig: { SHOP: "main", TOWN: "x" } },
    "PARAMETERS_INVALID",
    /TOWN/,
  ],
  ["an endpointConfig value of another type", { ...shop, endpointConfig: { SHOP: 1 } }, "PARAMETERS_INVALID", /SHOP/],
  [
    "an unknown time zone",
    { ...shop, timezone: "Mars/Olympus" },
    "PARAMETERS_INVALID",
    /Mars\/Olympus.*Europe\/Berlin/,
  ],
  ["no organization", { ...shop, organizationId: undefined }, "PARAMETERS_INVALID", /organizationId/],
  ["a missing ad-hoc key", { ...adHoc, endpointConfig: {} }, "PARAMETERS_INVALID", /SHOP: missing/],
  [
    "an extra ad-hoc key",
    { ...adHoc, endpointConfig: { SHOP: "main", TOWN: "x" } },
    "PARAMETERS_INVALID",
    /TOWN: not in the request/,
  ],
  [
    "an unknown variable",
    { ...adHoc, request: { endpoint: "https://api.example.com/{SHOP}?at={{yesteryear}}" } },
    "TEMPLATE_INVALID",
    /\{\{yesteryear\}\}.*Variables are: .*yesterday/,
  ],
  [
    "a mapping that contradicts itself",
    { ...adHoc, mapping: { records: "items", value: "amount" } },
    "TEMPLATE_INVALID",
    /mapping|value/,
  ],
  ["both of them", { ...adHoc, transform: "const transform = () => [];" }, "TEMPLATE_INVALID", /not both/],
  ["a request without endpoint", { ...adHoc, request: {} }, "TEMPLATE_INVALID", /endpoint/],
  [
    "an unknown field of the request",
    { ...adHoc, request: { ...adHoc.request, retries: 3 } },
    "TEMPLATE_INVALID",
    /retries/,
  ],
  ["an empty measure", { ...adHoc, measure: { value: "" } }, "TEMPLATE_INVALID", /measure/],
];

/** Wrong calls and options are refused with what to do, and change nothing. */
export function describeBadCalls(target: PipelineTarget): void {
  describe(`wrong calls on ${target.name}`, () => {
    it.each(badCreations)("a metric with %s is refused", async (_name, input, code, message) => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      scenario.answer(sales(1));
      const error = await rejectionOf((engine as unknown as Untyped).metrics.create(input));
      expect(error).toMatchObject({ name: "MetricsmithError", code });
      expect(error.message).toMatch(message);
      expect(Object.values((await readState(scenario.storage)).rows).flat()).toEqual([]);
      expect(scenario.fetcher.calls).toEqual([]);
    });

    it("names a metric that is absent or whose template is not registered", async () => {
      const scenario = await createScenario(target);
      await scenario.engine().metrics.create({ ...shop, id: "metric", template: "daily-sales", start: false });
      const before = await readState(scenario.storage);
      const other = scenario.engineOf({ templates: [] });
      for (const call of [
        () => scenario.engine().refresh("absent"),
        () => other.refresh("metric"),
        () => other.metrics.update("metric", { name: "x" }),
      ]) {
        expect(await rejectionOf(call())).toMatchObject({
          code: "METRIC_NOT_FOUND",
          message: "Metric not found or not configured",
        });
      }
      expect(await readState(scenario.storage)).toEqual(before);
    });

    it("leaves a run to processes that know its pipeline", async () => {
      const scenario = await createScenario(target);
      const engine = scenario.engine();
      await expect(engine.run("nope", {}, { organizationId })).rejects.toMatchObject({ code: "PIPELINE_NOT_FOUND" });
      await expect(
        (engine as unknown as { run(address: string, parameters: object): Promise<unknown> }).run(
          "metricsmith/metric/create",
          {},
        ),
      ).rejects.toMatchObject({ code: "PARAMETERS_INVALID" });
      expect((await readState(scenario.storage)).rows.runs).toEqual([]);
    });

    it.each([
      ["concurrency", { concurrency: 0 }],
      ["leaseMs", { leaseMs: 99 }],
      ["leaseMs", { leaseMs: Number.NaN }],
      ["pollIntervalMs", { pollIntervalMs: 1.5 }],
      ["maximumChartPoints", { maximumChartPoints: 5_001 }],
      ["limits.timeoutMs", { limits: { timeoutMs: 0 } }],
    ])("the option %s is checked", async (name, options) => {
      const scenario = await createScenario(target);
      const error = await rejectionOf(Promise.resolve().then(() => scenario.engine(options)));
      expect(error).toMatchObject({ code: "OPTION_INVALID", details: { option: name } });
      expect(error.message).toContain(`${name} is `);
    });

    it("a storage of another version is refused", async () => {
      const storage = { ...(await target.createStorage()), specVersion: 2 } as unknown as StorageAdapter;
      expect(() => createMetricsmith({ storage })).toThrow(
        expect.objectContaining({ code: "ADAPTER_SPEC_UNSUPPORTED" }) as Error,
      );
    });

    it.each([
      ["two of one id", [dailySales, dailySales], /two templates have this id/],
      [
        "a placeholder without parameter",
        [{ ...dailySales, parameters: z.object({}) }],
        /\{SHOP\} in the request is no parameter/,
      ],
      ["an unknown variable", [{ ...dailySales, request: { endpoint: "https://x.example/{{nope}}" } }], /\{\{nope\}\}/],
      ["an unknown time zone", [{ ...dailySales, timezone: "Mars/Olympus" }], /Mars\/Olympus/],
      ["an empty measure", [{ ...dailySales, measure: { value: "" } }], /value/],
      ["an impossible mapping", [{ ...dailySales, mapping: { records: "items", value: "amount" } }], /./],
    ] as [string, Template[], RegExp][])("templates with %s are refused", async (_name, templates, words) => {
      const scenario = await createScenario(target);
      const error = await rejectionOf(
        Promise.resolve().then(() =>
          scenario.engineOf({ templates: templates.map((template) => defineTemplate(template)) }),
        ),
      );
      expect(error).toMatchObject({ code: "TEMPLATE_INVALID" });
      expect(error.message).toMatch(/^Template daily-sales: /);
      expect(error.message).toMatch(words);
    });

    it("a storage that throws is named, with its own error as cause", async () => {
      const scenario = await createScenario(target);
      const broken = new Error("disk full");
      const storage: StorageAdapter = { ...scenario.storage, commit: () => Promise.reject(broken) };
      const engine: Engine = scenario.engine({ storage });
      const error = await rejectionOf(engine.metrics.create({ ...shop, template: "daily-sales" }));
      expect(error).toMatchObject({ code: "STORAGE_FAILED", cause: broken });
      expect(error.message).toBe(`Storage ${scenario.storage.adapterId} failed: disk full. Stored data is as it was.`);
    });
  });
}
