import { describe, expect, it } from "vitest";
import type { PointColumns } from "../ports/sandbox.js";
import type { JsonValue } from "../util/json.js";
import { assertPoints, checkPoints } from "./check-points.js";
import { toDataPoints } from "./to-data-points.js";

const start = Date.parse("2026-01-01T00:00:00Z");
const history = { kind: "history", fetchedAtMs: start } as const;

interface Columns {
  values?: number[];
  timestamps?: number[];
  series?: string[] | null;
  dimensions?: JsonValue[] | null;
}

/** As many points as `values` or `timestamps`, by default one a day with the value 1. */
function columns({ values, timestamps, series, dimensions }: Columns): PointColumns {
  const count = values?.length ?? timestamps?.length ?? series?.length ?? dimensions?.length ?? 0;
  return {
    count,
    values: Float64Array.from(values ?? Array.from({ length: count }, () => 1)),
    timestamps: Float64Array.from(
      timestamps ?? Array.from({ length: count }, (_, index) => start + index * 86_400_000),
    ),
    series: series ?? null,
    dimensions: dimensions ?? null,
    datesOnly: false,
  };
}

describe("checkPoints", () => {
  it("refuses seconds given as milliseconds, which are times in January 1970", () => {
    const seconds = columns({ timestamps: [start / 1_000, start / 1_000 - 86_400 * 365] });
    const [problem] = checkPoints(seconds, history);
    expect(problem).toMatchObject({ check: "times", total: 1 });
    expect(problem?.message).toContain("these are seconds, so multiply by 1000 or use the format epoch-s");
  });

  it("takes times of January 1970 that cannot be meant as seconds", () => {
    const mixed = columns({ timestamps: [start / 1_000, start] });
    const early = columns({ timestamps: [0, 3_600_000] });
    const dates = { ...columns({ timestamps: [20 * 86_400_000] }), datesOnly: true };
    for (const fit of [mixed, early, dates]) expect(checkPoints(fit, history)).toEqual([]);
  });

  it("finds nothing wrong with points at the edges of what can be stored", () => {
    const edges = columns({
      values: [0, -0, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 5e-324],
      timestamps: [Date.parse("0001-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z"), 0, 1, 2],
      series: ["a".repeat(200), "\u00e9".repeat(100), "", "\u{1f600}", "a b"],
      dimensions: [null, {}, { deep: [{ text: "\u{1f600}" }] }, { text: "x".repeat(16_000) }, null],
    });
    expect(checkPoints(edges, history)).toEqual([]);
    expect(checkPoints(columns({}), history)).toEqual([]);
  });

  it.each([
    ["values", { values: [1, NaN] }, 'Point 1 (series "", 2026-01-02T00:00:00.000Z) has a value that is not a number'],
    ["values", { values: [Infinity] }, "has the value Infinity, which is not finite"],
    ["values", { values: [-(2 ** 53)] }, "too large to be exact"],
    ["times", { timestamps: [NaN] }, 'Point 0 (series "", no time) has a timestamp that is not a time'],
    ["times", { timestamps: [Date.parse("0001-01-01T00:00:00Z") - 1] }, "outside of the years 1 to 9999"],
    ["times", { timestamps: [253402300800000] }, "outside of the years 1 to 9999"],
    ["texts", { series: ["a".repeat(201)] }, "has a series name of 201 bytes"],
    ["texts", { series: ["\u00e9".repeat(101)] }, "has a series name of 202 bytes"],
    ["texts", { series: ["a\0b"] }, "has a series name with a NUL character"],
    ["texts", { series: ["a\ud83d"] }, "has a series name with half of a surrogate pair"],
    ["texts", { dimensions: [{ list: [{ deep: "\0" }] }] }, "has dimensions with a NUL character"],
    ["texts", { dimensions: [{ "\0": 1 }] }, "has dimensions with a NUL character"],
    ["texts", { dimensions: [[1]] }, "has dimensions that are an array"],
    ["texts", { dimensions: ["x"] }, "has dimensions that are a string"],
    ["texts", { dimensions: [{ text: "x".repeat(16_385) }] }, "has dimensions of 16396 bytes; at most 16384"],
    [
      "unique-keys",
      { timestamps: [5, 6, 5] },
      'Point 2 (series "", 1970-01-01T00:00:00.005Z) has the same series and time as point 0',
    ],
    ["unique-keys", { timestamps: [5, 5.2] }, "has the same series and time as point 0"],
  ] as const)("%s: %j", (check, input, words) => {
    const problems = checkPoints(columns(input as unknown as Columns), history);
    expect(problems).toEqual([
      expect.objectContaining({ check, total: 1, message: expect.stringContaining(words) as unknown }),
    ]);
  });

  it("tells series apart in keys", () => {
    expect(checkPoints(columns({ timestamps: [5, 5], series: ["a", "b"] }), history)).toEqual([]);
    expect(checkPoints(columns({ timestamps: [5, 5], series: ["b", "b"] }), history)[0]).toMatchObject({
      check: "unique-keys",
      examples: [{ index: 1, series: "b", timestamp: "1970-01-01T00:00:00.005Z", earlierIndex: 0 }],
    });
  });

  it("wants the points of a gauge at the time of the fetch", () => {
    expect(checkPoints(columns({ timestamps: [start] }), { ...history, kind: "gauge" })).toEqual([]);
    expect(checkPoints(columns({ timestamps: [start + 1] }), { ...history, kind: "gauge" })[0]?.message).toContain(
      "not stamped with the time of the fetch",
    );
  });

  it("lets a snapshot hold up to 1 MB", () => {
    const large = columns({ dimensions: [{ text: "x".repeat(1_000_000) }] });
    expect(checkPoints(large, { ...history, kind: "snapshot" })).toEqual([]);
    expect(
      checkPoints(columns({ dimensions: [{ text: "x".repeat(1_048_577) }] }), { ...history, kind: "snapshot" }),
    ).toHaveLength(1);
  });

  it("survives dimensions of any depth", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`) as JsonValue;
    expect(checkPoints(columns({ dimensions: [deep] }), history)[0]?.message).toContain("more than 100 levels");
  });

  it("proposes to aggregate when there are more than 200 series", () => {
    const series = Array.from({ length: 201 }, (_, index) => `user ${index}`);
    expect(checkPoints(columns({ series: series.slice(1) }), history)).toEqual([]);
    expect(checkPoints(columns({ series }), history)).toEqual([
      expect.objectContaining({
        check: "series-count",
        total: 201,
        message: expect.stringContaining("Count or aggregate") as unknown,
      }),
    ]);
  });

  it("counts all problems and shows five", () => {
    const problems = checkPoints(columns({ values: Array.from({ length: 1_000 }, () => NaN) }), history);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.total).toBe(1_000);
    expect(problems[0]?.examples.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  });

  it("reports each kind of problem, in the order of the checks", () => {
    const input = columns({ values: [NaN, 1, 1], timestamps: [1, NaN, 1], series: ["\0", "a", "\0"] });
    expect(checkPoints(input, history).map(({ check }) => check)).toEqual(["values", "times", "texts", "unique-keys"]);
  });
});

describe("assertPoints", () => {
  it("throws the first problem in words, with all of them in the details", () => {
    const input = columns({ values: [1, NaN], timestamps: [1, 1] });
    expect(() => assertPoints(columns({ values: [1] }), history)).not.toThrow();
    expect(() => assertPoints(input, history)).toThrow(
      expect.objectContaining({
        code: "POINTS_INVALID",
        category: "data",
        message: expect.stringContaining("Point 1") as unknown,
        details: {
          problems: [expect.objectContaining({ check: "values" }), expect.objectContaining({ check: "unique-keys" })],
        },
      }),
    );
  });
});

describe("toDataPoints", () => {
  it("orders by time, then by series as UTF-8 bytes do", () => {
    const input = columns({
      timestamps: [2, 1, 1, 1],
      series: ["a", "\u{1f600}", "\ue000", "a"],
      values: [1, 2, 3, 4],
    });
    expect(toDataPoints(input).map(({ timestamp, series }) => [timestamp.getTime(), series])).toEqual([
      [1, "a"],
      [1, "\ue000"],
      [1, "\u{1f600}"],
      [2, "a"],
    ]);
  });

  it("stores -0 as 0, rounds to milliseconds, and has null for absent dimensions", () => {
    const [point] = toDataPoints(columns({ values: [-0], timestamps: [1.6], dimensions: [null] }));
    expect(point).toEqual({ series: "", timestamp: new Date(2), value: 0, dimensions: null });
    expect(Object.is(point?.value, 0)).toBe(true);
  });
});
