import { describe, expect, it } from "vitest";
import { generatedSales } from "../templates.js";
import { metricId } from "../sales-metric.js";
import { createScenario, organizationId, type PipelineTarget } from "../scenario.js";

/** Days from 1 March 2026 on, one for each value. */
function days(...amounts: readonly unknown[]): { day: string; amount: unknown }[] {
  return amounts.map((amount, index) => ({ day: `2026-03-${String(index + 1).padStart(2, "0")}`, amount }));
}

function nested(depth: number): unknown {
  let value: unknown = { amount: 1, day: "2026-03-01" };
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

const json = (value: unknown): string => JSON.stringify(value);

/** What the API answers, and what must come of it: points, or the code of a refusal. Never both, and never other points. */
const answers: readonly (readonly [name: string, body: string, expected: readonly number[] | string | RegExp])[] = [
  ["an error body", json({ error: { code: 17, message: "quota exceeded" } }), /^(TRANSFORMER_NOT_GENERATED|FETCH_)/],
  [
    "a list of errors",
    json({ errors: [{ message: "no", amount: 4, day: "2026-03-01" }] }),
    /^(TRANSFORMER_NOT_GENERATED|MEASURE_AMBIGUOUS|TRANSFORMER_HELD|FETCH_)/,
  ],
  ["a message and a status", json({ status: 500, message: "internal" }), /^(TRANSFORMER_NOT_GENERATED|FETCH_)/],
  ["a text", json("<html><body>Sign in</body></html>"), /^(TRANSFORMER_NOT_GENERATED|FETCH_)/],
  ["null", "null", []],
  ["a number", "17", /^(TRANSFORMER_NOT_GENERATED|FETCH_)/],
  ["a column that is all null", json({ items: days(null, null, null) }), "TRANSFORMER_NOT_GENERATED"],
  ["nulls among the values", json({ items: days(4, null, 6, null) }), [4, 6]],
  ["numbers in text", json({ items: days("4.5", "-2", "1e3") }), [4.5, -2, 1000]],
  [
    "localized numbers",
    json({ items: days("1.234,56", "2.000,00", "17,5") }),
    /^(TRANSFORMER_NOT_GENERATED|MEASURE_AMBIGUOUS|TRANSFORMER_HELD)$/,
  ],
  [
    "grouped numbers",
    json({ items: days("1,234", "2,000", "17") }),
    /^(TRANSFORMER_NOT_GENERATED|MEASURE_AMBIGUOUS|TRANSFORMER_HELD)$/,
  ],
  ["texts among the numbers", json({ items: days(4, "many", 6) }), /^(TRANSFORMER_NOT_GENERATED|TRANSFORMER_HELD)$/],
  ["records among other things", json({ items: [...days(4, 5), "and", 7, null, [8]] }), [4, 5]],
  [
    "integers that have lost digits",
    `{"items":[{"day":"2026-03-01","amount":9007199254740993},{"day":"2026-03-02","amount":3}]}`,
    /^(TRANSFORMER_NOT_GENERATED|TRANSFORMER_HELD)$/,
  ],
  [
    "two values of one day",
    json({ items: [...days(4, 5), ...days(6)] }),
    /^(TRANSFORMER_NOT_GENERATED|MEASURE_AMBIGUOUS|TRANSFORMER_HELD)$/,
  ],
  [
    "two keys of one name",
    `{"items":[{"day":"2026-03-01","amount":4,"amount":5},{"day":"2026-03-02","amount":3}]}`,
    /^(TRANSFORMER_NOT_GENERATED|TRANSFORMER_HELD)$/,
  ],
  [
    "days that are none",
    json({
      items: [
        { day: "2026-02-30", amount: 1 },
        { day: "2026-03-01", amount: 2 },
      ],
    }),
    /^(TRANSFORMER_NOT_GENERATED|TRANSFORMER_HELD)$/,
  ],
  [
    "days of which it cannot be told what is the month",
    json({
      items: [
        { day: "03/04/2026", amount: 1 },
        { day: "05/06/2026", amount: 2 },
      ],
    }),
    /^(TRANSFORMER_NOT_GENERATED|MEASURE_AMBIGUOUS|TRANSFORMER_HELD)$/,
  ],
  ["deep nesting", json(nested(900)), /^(TRANSFORMER_NOT_GENERATED|FETCH_)/],
  ["no list", json({ items: {} }), /^(TRANSFORMER_NOT_GENERATED|FETCH_)|^$/],
  [
    "keys of every object",
    `{"items":[{"day":"2026-03-01","amount":4,"__proto__":{"amount":9},"constructor":7},{"day":"2026-03-02","amount":5,"toString":1}]}`,
    [4, 5],
  ],
];

/** Whatever an API answers, rules make right points of it or none. */
export function describeGeneratedBadInput(target: PipelineTarget): void {
  async function create(text: string) {
    const scenario = await createScenario(target);
    scenario.answer({ text });
    const engine = scenario.engineOf({ templates: [generatedSales] });
    const input = {
      organizationId,
      id: metricId,
      template: "generated-sales",
      endpointConfig: { SHOP: "main" },
    } as const;
    const { run } = await engine.metrics.create(input);
    const { error } = await run.result();
    const points = await engine.points.list({ metricId });
    return { engine, error, points, values: points.map(({ value }) => value) };
  }

  describe(`bad input for generators on ${target.name}`, () => {
    it.each(answers)("%s", async (_name, body, expected) => {
      const { error, values } = await create(body);
      if (typeof expected === "object" && !(expected instanceof RegExp)) {
        expect({ code: error?.code ?? null, values }).toEqual({ code: null, values: expected });
        return;
      }
      expect(values).toEqual([]);
      if (typeof expected === "string") expect(error?.code).toBe(expected);
      else expect(error?.code ?? "").toMatch(expected);
    });

    it("an empty list waits for data", async () => {
      const { engine, error, values } = await create(json({ items: [] }));
      expect({ error, values }).toEqual({ error: null, values: [] });
      expect(await engine.metrics.get(metricId)).toMatchObject({ status: "awaiting-data" });
    });

    it("times without a zone are the metric's, and two that fit are asked about", async () => {
      const items = [1, 2, 3].map((amount) => ({
        created: `2026-03-0${amount} 10:00:00`,
        closed: `2026-03-1${amount} 10:00:00`,
        amount,
      }));
      const scenario = await createScenario(target);
      scenario.answer({ json: { items } });
      const engine = scenario.engine();
      const base = { organizationId, timezone: "America/New_York", request: { endpoint: "https://api.example.com/x" } };
      const asked = await engine.metrics.create({ ...base, name: "Asked", measure: { value: "amount" } });
      expect((await asked.run.result()).error?.code).toBe("MEASURE_AMBIGUOUS");
      const told = await engine.metrics.create({ ...base, name: "Told", measure: { value: "amount", time: "closed" } });
      expect((await told.run.result()).error).toBeNull();
      const [first] = await engine.points.list({ metricId: told.metric.id });
      expect(first).toMatchObject({ timestamp: new Date("2026-03-11T14:00:00.000Z"), value: 1 });
    });
  });
}
