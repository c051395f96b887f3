import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asked, propose } from "./ask-rules.testing.js";

describe("rules ask", () => {
  it("which of two numbers is meant, the best first, with what each reads", async () => {
    const body = [
      { date: "2026-03-01", gross_revenue: 5, net_revenue: 4 },
      { date: "2026-03-02", gross_revenue: 7, net_revenue: 6 },
    ];
    const proposal = await propose(body, { measure: { value: "revenue" } });
    expect(proposal).toMatchObject({
      outcome: "ambiguous",
      candidates: [
        {
          label: "[].gross_revenue at [].date",
          samples: [
            { time: "2026-03-01", value: 5 },
            { time: "2026-03-02", value: 7 },
          ],
        },
        { label: "[].net_revenue at [].date" },
      ],
    });
  });

  it.each<[string, unknown, Asked]>([
    [
      "created or updated",
      [{ id: "a", created_at: "2026-03-01T00:00:00Z", shipped_at: "2026-03-02T00:00:00Z", weight: 5 }],
      { measure: { value: "weight" } },
    ],
    [
      "day or month first",
      [
        { date: "03/04/2026", price: 5 },
        { date: "05/04/2026", price: 6 },
      ],
      { measure: { value: "price" } },
    ],
    [
      "total or average",
      [
        { at: "2026-03-01T01:00:00Z", load: 5 },
        { at: "2026-03-01T02:00:00Z", load: 6 },
      ],
      { measure: { value: "load", per: "day" } },
    ],
    [
      "which list",
      { a: [{ date: "2026-03-01", price: 5 }], b: [{ date: "2026-03-01", price: 6 }] },
      { measure: { value: "price" } },
    ],
    [
      "cents or not",
      [{ created: 1772323200, amount: 2000, currency: "usd" }],
      { measure: { value: "amount", unit: "USD" } },
    ],
  ])("%s", async (_, body, asked) => {
    expect((await propose(body, asked)).outcome).toBe("ambiguous");
  });
});

describe("rules refuse, and say why", () => {
  const asked = { measure: { value: "price" } };
  it.each<[string, unknown, Asked, RegExp]>([
    ["an error answered as data", { error: { code: 7, message: "quota" } }, asked, /has "error"/],
    ["a list of errors", { errors: [{ message: "no" }], data: null }, asked, /has "errors"/],
    ["a message", { message: "Not Found", status: 404 }, asked, /message and no data/],
    ["a page", "<!doctype html><p>Sign in", asked, /page for people/],
    ["null", "null", asked, /is null/],
    ["a text", JSON.stringify("pong"), asked, /single text/],
    ["a key that occurs twice", '[{"date":"2026-03-01","price":1,"price":2}]', asked, /"price" twice/],
    ["whole numbers beyond 2^53", '[{"date":"2026-03-01","price":9007199254740993}]', asked, /2\^53/],
    ["a column without any value", [{ date: "2026-03-01", price: null, adjusted_price: 5 }], asked, /no value/],
    ["numbers written for people", [{ date: "2026-03-01", price: "1.234,56" }], asked, /written for people/],
    [
      "numbers and texts in one column",
      [
        { date: "2026-03-01", price: 5 },
        { date: "2026-03-02", price: "soon" },
      ],
      asked,
      /something else/,
    ],
    ["records without a time", [{ price: 5 }], asked, /have a time/],
    [
      "a path that is not there",
      [{ date: "2026-03-01", price: 5 }],
      { measure: { value: "data.cost" } },
      /"data.cost"/,
    ],
    [
      "another quantity than the one asked for",
      [{ date: "2026-03-01", humidity: 5 }],
      { measure: { value: "temperature" } },
      /humidity/,
    ],
    [
      "the opposite bound",
      [{ date: "2026-03-01", temp_min: 5 }],
      { measure: { value: "maximum temperature" } },
      /minimum/,
    ],
    [
      "a time that is not there",
      [{ created_at: "2026-03-01T00:00:00Z", price: 5 }],
      { measure: { value: "price", time: "shipped_at" } },
      /shipped_at/,
    ],
    ["times of changes alone", [{ updated_at: "2026-03-01T00:00:00Z", price: 5 }], asked, /when they were changed/],
    [
      "two records of one time",
      [
        { date: "2026-03-01", price: 5 },
        { date: "2026-03-01", price: 6 },
      ],
      asked,
      /Several records/,
    ],
    [
      "local times of another zone than the metric's",
      { timezone: "America/New_York", hourly: [{ time: "2026-03-01T00:00", price: 5 }] },
      { ...asked, timezone: "Europe/Berlin" },
      /America\/New_York/,
    ],
    ["what is nested too deep", `${"[".repeat(200)}${"]".repeat(200)}`, asked, /deeper than 64/],
    [
      "a page of a list without a total",
      { has_more: true, things: [{ id: 1 }] },
      { measure: { value: "number of things" }, kind: "gauge" },
      /one page of several/,
    ],
  ])("%s", async (_, body, input, reason) => {
    expect(await propose(body, input)).toMatchObject({
      outcome: "refused",
      reason: expect.stringMatching(reason) as string,
    });
  });

  it("a list that is as long as a page often is, where all its records are to be counted", async () => {
    const things = Array.from({ length: 30 }, (_, id) => ({ id }));
    const measure = { value: "number of things" };
    expect(await propose({ things }, { measure, kind: "gauge" })).toMatchObject({ outcome: "refused" });
    expect(await propose({ things: things.slice(1) }, { measure, kind: "gauge" })).toMatchObject({
      outcome: "candidate",
    });
  });

  it("nothing yet when the lists are empty", async () => {
    expect((await propose({ data: [], meta: { total: 0 } }, asked)).outcome).toBe("no-data");
  });
});

it("two numbers that fit alike never give a candidate unasked", async () => {
  const word = fc.constantFrom("north", "south", "east", "west", "left", "right", "upper", "lower");
  const noun = fc.constantFrom("price", "load", "visits", "revenue", "temperature", "orders");
  await fc.assert(
    fc.asyncProperty(
      word,
      word,
      noun,
      fc.integer({ min: 1, max: 8 }),
      fc.boolean(),
      async (first, second, name, count, isNested) => {
        fc.pre(first !== second);
        const records = Array.from({ length: count }, (_, index) => {
          const values = { [`${first}_${name}`]: index + 1, [`${second}_${name}`]: 2 * index + 3 };
          const time = { date: new Date(Date.UTC(2026, 0, index + 1)).toISOString().slice(0, 10) };
          return isNested ? { ...time, values } : { ...time, ...values };
        });
        const proposal = await propose({ data: records }, { measure: { value: name } });
        expect(proposal.outcome).not.toBe("candidate");
      },
    ),
  );
});
