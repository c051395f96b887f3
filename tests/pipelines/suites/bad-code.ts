import { defineTemplate } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { createScenario, organizationId, type PipelineTarget, type Scenario } from "../scenario.js";
import { readState, unchangedByFailure } from "../stored-state.js";
import { dailySales, sales } from "../templates.js";

const metricId = "metric";
const { mapping: _mapping, ...withoutMapping } = dailySales;
const point = "{ timestamp: '2026-03-01', value: 1 }";

/** Code, the check of acceptance that it fails, and what the message says. */
const badTransforms: readonly (readonly [name: string, code: string, check: string, words: RegExp])[] = [
  ["throws", "const transform = () => { throw new Error('no such field'); };", "runs", /no such field/],
  ["throws no error", "const transform = () => { throw null; };", "runs", /./],
  ["loops", "const transform = () => { for (;;); };", "runs", /./],
  ["recurses", "const transform = () => transform();", "runs", /./],
  ["does not load", "const transform = (response) => {", "runs", /./],
  ["is no function", "const transform = 1;", "output-schema", /./],
  ["returns nothing", "const transform = () => undefined;", "output-schema", /./],
  ["returns nonsense", "const transform = () => 'nonsense';", "output-schema", /./],
  ["returns nonsense points", "const transform = () => [1, null, 'x'];", "output-schema", /./],
  ["gives no points", "const transform = () => [];", "not-empty", /no points although/],
  ["gives NaN", "const transform = () => [{ timestamp: '2026-03-01', value: NaN }];", "values", /./],
  ["gives Infinity", "const transform = () => [{ timestamp: '2026-03-01', value: 1 / 0 }];", "values", /./],
  ["gives text for a number", "const transform = () => [{ timestamp: '2026-03-01', value: '1' }];", "values", /./],
  ["gives an Invalid Date", "const transform = () => [{ timestamp: new Date('soon'), value: 1 }];", "times", /./],
  ["gives no time", "const transform = () => [{ value: 1 }];", "times", /./],
  ["gives duplicates", `const transform = () => [${point}, ${point}];`, "unique-keys", /./],
  [
    "gives too many series",
    "const transform = () => Array.from({ length: 201 }, (_, i) => ({ timestamp: 0, value: 1, series: 's' + i }));",
    "series-count",
    /./,
  ],
  [
    "gives a million points",
    "const transform = () => Array.from({ length: 1e6 }, (_, i) => ({ timestamp: i, value: i }));",
    "runs",
    /./,
  ],
  ["uses randomness", "const transform = () => [{ timestamp: 0, value: Math.random() }];", "repeatable", /./],
];

const chart = (changes: string) => `const transform = () => ({
  chartType: "kpi", chartData: [{ x: "a", y: 1 }], chartConfig: { y: { label: "Y", color: "red" } }, xAxisKey: "x", dataKeys: ["y"], title: "T", ${changes}
});`;

const badCharts: readonly (readonly [name: string, code: string, errorCode: string])[] = [
  [
    "a colour that loads a page",
    chart('chartConfig: { y: { label: "Y", color: "url(https://evil.example)" } }'),
    "CHART_CONFIG_INVALID",
  ],
  [
    "a colour that closes a style",
    chart('chartConfig: { y: { label: "Y", color: "red;}</style><script>alert(1)</script>" } }'),
    "CHART_CONFIG_INVALID",
  ],
  [
    "a key that is CSS",
    chart('chartConfig: { "y}*{color:red": { label: "Y", color: "red" } }, dataKeys: ["y}*{color:red"]'),
    "CHART_CONFIG_INVALID",
  ],
  ["a key of objects", chart('dataKeys: ["constructor"]'), "CHART_CONFIG_INVALID"],
  ["text that reorders what is around it", chart('title: "T\\u202eevil"'), "CHART_CONFIG_INVALID"],
  ["control characters", chart('title: "T\\u0007"'), "CHART_CONFIG_INVALID"],
  ["an endless title", chart('title: "T".repeat(10000)'), "CHART_CONFIG_INVALID"],
  ["too many rows", chart('chartData: Array.from({ length: 5001 }, () => ({ x: "a", y: 1 }))'), "CHART_CONFIG_INVALID"],
  ["a value that is no number", chart('chartData: [{ x: "a", y: "<b>1</b>" }]'), "CHART_CONFIG_INVALID"],
  ["nothing", "const transform = () => undefined;", "TRANSFORM_CONTRACT"],
  ["an exception", "const transform = () => { throw new Error('no'); };", "TRANSFORM_FAILED"],
];

/** Whatever code does, it is refused with the reason, and nothing is lost. */
export function describeBadCode(target: PipelineTarget): void {
  describe(`bad transformer code on ${target.name}`, () => {
    it.each(badTransforms)(
      "that %s is rejected",
      async (_name, transform, check, words) => {
        const scenario = await withHistory();
        const before = await kept(scenario);
        const changed = defineTemplate({ ...withoutMapping, transform });
        const engine = scenario.engineOf({ templates: [changed], limits: { timeoutMs: 1_500 } });
        for (const type of ["soft-refresh", "hard-refresh"] as const) {
          const run = await engine.refresh(metricId, { type });
          const { error } = await run.result();
          expect(error).toMatchObject({ code: "TRANSFORMER_REJECTED", category: "data" });
          expect(error?.message).toContain(`The transformer is not accepted. ${check}: `);
          expect(error?.message).toMatch(words);
          expect(error?.message).toContain("Stored data is as it was.");
        }
        expect(await kept(scenario)).toEqual(before);
      },
      20_000,
    );

    it("is refused when the host's own check says no", async () => {
      const scenario = await withHistory();
      const strict = defineTemplate({
        ...withoutMapping,
        transform: `const transform = () => [${point}];`,
        expect: (points) => points.length > 1 || "too few points",
      });
      const engine = scenario.engineOf({ templates: [strict] });
      expect((await (await engine.refresh(metricId)).result()).error?.message).toContain("expect: too few points");
    });

    it("fails the run when accepted code does not fit a later response", async () => {
      const scenario = await withHistory();
      const engine = scenario.engine();
      const before = await kept(scenario);
      for (const [json, code] of [
        [{ items: null }, "TRANSFORM_FAILED"],
        [{ items: [{ day: "soon", amount: 1 }] }, "TRANSFORM_FAILED"],
        [{ items: [{ day: "2026-03-01", amount: "many" }] }, "TRANSFORM_FAILED"],
        [
          {
            items: [
              { day: "2026-03-01", amount: 1 },
              { day: "2026-03-01", amount: 2 },
            ],
          },
          "POINTS_INVALID",
        ],
        [{ items: [{ when: "2026-03-01", much: 1 }] }, "TRANSFORM_FAILED"],
      ] as const) {
        scenario.answer({ json });
        const { error } = await (await engine.refresh(metricId)).result();
        expect(error).toMatchObject({ code, category: "data" });
        expect(error?.message).toMatch(/^executing-ingestion-transformer: ./);
      }
      expect(await kept(scenario)).toEqual(before);
    });
  });

  describe(`bad chart code on ${target.name}`, () => {
    it.each(badCharts)("that gives %s keeps the picture", async (_name, transform, code) => {
      const scenario = await withHistory();
      const engine = scenario.engine();
      const [drawn] = await engine.charts.list({ metricId });
      await engine.charts.update(drawn!.id, { transform });
      const { status, result } = await (await engine.refresh(metricId)).result();
      expect(status).toBe("completed");
      expect(result).toMatchObject({ charts: { updated: 0, failed: [{ chartId: drawn!.id, code }] } });
      const failed = await engine.charts.get(drawn!.id);
      expect(failed).toMatchObject({
        chartConfig: drawn!.chartConfig,
        lastErrorCode: code,
        staleSince: scenario.clock.now(),
      });
      expect(failed?.lastError).not.toBe("");
    });
  });

  async function withHistory(): Promise<Scenario> {
    const scenario = await createScenario(target);
    scenario.answer(sales(1, 2, 3));
    const { run } = await scenario
      .engine()
      .metrics.create({ organizationId, id: metricId, template: "daily-sales", endpointConfig: { SHOP: "main" } });
    await run.result();
    scenario.clock.advance(60_000);
    return scenario;
  }
}

/** What must outlive a failure behind the fetch, which archives the response for a person to look at. */
async function kept({ storage }: Scenario): Promise<unknown> {
  const state = await readState(storage);
  return unchangedByFailure({ ...state, rows: { ...state.rows, payloads: [] }, bodies: {} });
}
