import { afterAll, describe, expect, it } from "vitest";
import {
  acceptTransformer,
  type AcceptTransformerInput,
  type Acceptance,
} from "../../src/acceptance/accept-transformer.js";
import { executeTransformer } from "../../src/acceptance/execute-transformer.js";
import { snapshotCode } from "../../src/generating/snapshot/snapshot-code.js";
import { acceptanceReportSchema } from "../../src/transformers/acceptance-report.js";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { executionOf, fetchedAt, mapInSandbox } from "./sandbox-execution.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

const body = [
  { at: "2026-01-01T00:00:00Z", v: 1 },
  { at: "2026-01-02T00:00:00Z", v: 2 },
];
const onePerRecord = "export const transform = (records) => records.map(({ at, v }) => ({ timestamp: at, value: v }));";

async function accept(
  code: string,
  more: Partial<AcceptTransformerInput> & { body?: unknown } = {},
): Promise<Acceptance> {
  const acceptance = await acceptTransformer(executionOf(sandbox, code, "body" in more ? more.body : body, more));
  expect(acceptanceReportSchema.parse(JSON.parse(JSON.stringify(acceptance.report)))).toEqual(acceptance.report);
  expect(acceptance.points === null).toBe(acceptance.report.result === "rejected");
  return acceptance;
}

/** The name and message of the only failed check. */
async function failure(code: string, more?: Parameters<typeof accept>[1]): Promise<string> {
  const { report } = await accept(code, more);
  expect(report.result).toBe("rejected");
  const failed = report.checks.filter(({ verdict }) => verdict === "fail");
  expect(failed).toHaveLength(1);
  return failed.map(({ name, message }) => `${name}: ${message}`).join();
}

const returning = (expression: string): string =>
  `export function transform(records, config, context) { return ${expression}; }`;

describe("acceptTransformer", () => {
  it("accepts code that does what it should, and reports every check in order", async () => {
    const { report, points } = await accept(onePerRecord, { expect: (found) => found.length === 2 });
    expect(report.result).toBe("accepted");
    expect(report.checks.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      "runs pass",
      "output-schema pass",
      "values pass",
      "times pass",
      "texts pass",
      "not-empty pass",
      "unique-keys pass",
      "series-count pass",
      "repeatable pass",
      "expect pass",
    ]);
    expect(points?.count).toBe(2);
  });

  it("gives the same report for the same input", async () => {
    expect(await accept(onePerRecord)).toEqual(await accept(onePerRecord));
  });

  it.each([
    ["runs: ", "export function transform( {"],
    ["runs: ", returning("records.map((record) => record.missing.deeper)")],
    ["runs: ", "throw new Error('at load');"],
    ["runs: ", returning("(() => { throw null; })()")],
    ["output-schema: ", "export const other = 1;"],
    ["output-schema: ", returning("42")],
    ["output-schema: ", returning("undefined")],
    ["output-schema: ", returning("['a', 'b']")],
    ["values: Point 0", returning("[{ timestamp: 1, value: NaN }]")],
    ["values: Point 0", returning("[{ timestamp: 1, value: '5' }]")],
    ["values: Point 0", returning("[{ timestamp: 1, value: 1 / 0 }]")],
    ["values: Point 0", returning("[{ timestamp: 1, value: 2 ** 60 }]")],
    ["times: Point 0", returning("[{ timestamp: new Date('nonsense'), value: 1 }]")],
    ["times: Point 0", returning("[{ value: 1 }]")],
    ["times: Point 0", returning("[{ timestamp: 1767225600000000, value: 1 }]")],
    ["texts: Point 0", returning("[{ timestamp: 1, value: 1, series: 'x'.repeat(201) }]")],
    ["texts: Point 0", returning("[{ timestamp: 1, value: 1, dimensions: { a: 'x'.repeat(20000) } }]")],
    ["unique-keys: Point 1", returning("records.map(() => ({ timestamp: 1, value: 1 }))")],
    [
      "series-count: ",
      returning("Array.from({ length: 201 }, (_, i) => ({ timestamp: 1, value: 1, series: 's' + i }))"),
    ],
    ["not-empty: ", returning("[]")],
    ["repeatable: Point 0", returning("[{ timestamp: 1, value: Math.random() }]")],
    ["repeatable: Point 0", returning("[{ timestamp: 1, value: Date.now() }]")],
    ["repeatable: Point 0", returning("[{ timestamp: Date.now() - 1000, value: 1 }]")],
    [
      "repeatable: A second run gave",
      returning("Array.from({ length: 1 + Math.floor(Math.random() * 1000) }, (_, i) => ({ timestamp: i, value: 1 }))"),
    ],
    ["repeatable: Point 0", returning("[{ timestamp: 1, value: 1, dimensions: { at: new Date().toISOString() } }]")],
    [
      "repeatable: A second run failed",
      returning("context.fetchedAt.getUTCHours() === 12 ? [{ timestamp: 1, value: 1 }] : null"),
    ],
  ])("rejects by %s %s", async (expected, code) => {
    expect(await failure(code)).toContain(expected);
  });

  it("rejects endless code", async () => {
    const { limits } = executionOf(sandbox, "", null);
    expect(await failure(returning("(() => { for (;;); })()"), { limits: { ...limits, timeoutMs: 100 } })).toMatch(
      /^runs: /,
    );
  });

  it("rejects a million points", async () => {
    const code = returning("new Array(1e6).fill({ timestamp: 1, value: 1 })");
    const { report } = await accept(code);
    expect(report.checks).toEqual([
      expect.objectContaining({
        name: "runs",
        verdict: "fail",
        evidence: expect.objectContaining({ code: "TRANSFORM_OUTPUT_TOO_LARGE" }) as unknown,
      }),
    ]);
  });

  it("waits for data when the response has no records, without judging what cannot be judged", async () => {
    const { report, points } = await accept(onePerRecord, { body: [], expect: () => "needs points" });
    expect(report.result).toBe("accepted");
    expect(report.checks.filter(({ verdict }) => verdict === "unknown").map(({ name }) => name)).toEqual([
      "not-empty",
      "repeatable",
      "expect",
    ]);
    expect(points?.count).toBe(0);
  });

  it("accepts no points of some records only where that is allowed", async () => {
    expect((await accept(returning("[]"), { allowEmpty: true })).report.result).toBe("accepted");
  });

  it("lets a gauge carry the clock and nothing else", async () => {
    expect(
      (await accept(returning("[{ timestamp: context.fetchedAt, value: records.length }]"), { kind: "gauge" })).report
        .result,
    ).toBe("accepted");
    expect((await accept(returning("[{ timestamp: Date.now(), value: 1 }]"), { kind: "gauge" })).report.result).toBe(
      "accepted",
    );
    expect(await failure(onePerRecord, { kind: "gauge" })).toContain("times: Point 0");
  });

  it("accepts the built-in snapshot", async () => {
    const { report, points } = await accept(snapshotCode(), { kind: "snapshot" });
    expect(report.result).toBe("accepted");
    expect([...(points?.values ?? [])]).toEqual([2]);
    expect(points?.dimensions).toEqual([{ items: body }]);
    expect([...(points?.timestamps ?? [])]).toEqual([fetchedAt.getTime()]);
  });

  it.each([
    [() => false, "expect: The points are not what the host expects."],
    [() => "Too few stars.", "expect: Too few stars."],
    [
      () => {
        throw new Error("boom");
      },
      "expect: The host's check threw: boom",
    ],
  ])("rejects what the host does not expect", async (expect_, message) => {
    expect(await failure(onePerRecord, { expect: expect_ })).toBe(message);
  });

  it("shows the host's check points as they are stored", async () => {
    const seen: unknown[] = [];
    await accept(returning("[{ timestamp: 2, value: -0 }, { timestamp: 1, value: 5, series: 'a' }]"), {
      expect: (points) => seen.push(...points) > 0,
    });
    expect(seen).toEqual([
      { timestamp: new Date(1), value: 5, series: "a", dimensions: null },
      { timestamp: new Date(2), value: 0, series: "", dimensions: null },
    ]);
  });

  it("passes on what is not the code's fault", async () => {
    const reason = new Error("cancelled");
    await expect(accept(onePerRecord, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("executeTransformer", () => {
  const execute = (code: string, input: unknown, more?: Partial<AcceptTransformerInput>) =>
    executeTransformer(executionOf(sandbox, code, input, more));

  it("returns the points", async () => {
    expect(await execute(onePerRecord, body)).toMatchObject({ count: 2, datesOnly: false });
  });

  it("throws TRANSFORM_EMPTY for no points of some records, unless that is allowed", async () => {
    await expect(execute(returning("[]"), body)).rejects.toMatchObject({
      code: "TRANSFORM_EMPTY",
      details: { records: 2 },
    });
    expect(await execute(returning("[]"), body, { allowEmpty: true })).toMatchObject({ count: 0 });
  });

  it("takes no points of no records as no new data", async () => {
    expect(await execute(onePerRecord, [])).toMatchObject({ count: 0 });
  });

  it("passes on why a mapping made no points, whatever the keys are", async () => {
    const mapping = { records: "", value: { path: "v" } };
    const records = [{ größe: 1, "\u202e": 2 }, { größe: 3 }];
    await expect(mapInSandbox(sandbox, { mapping, body: records })).rejects.toMatchObject({
      code: "TRANSFORM_FAILED",
      message: expect.stringContaining(
        String.raw`None of the 2 records has a value at "v". The first record has: größe, "\u{202e}".`,
      ) as unknown,
    });
  });

  it("throws POINTS_INVALID for points that cannot be stored", async () => {
    await expect(execute(returning("[{ timestamp: 1, value: NaN }]"), body)).rejects.toMatchObject({
      code: "POINTS_INVALID",
    });
  });

  it("throws the sandbox's own errors", async () => {
    await expect(execute(returning("records.x.y"), body)).rejects.toMatchObject({ code: "TRANSFORM_FAILED" });
    await expect(execute("export const other = 1;", body)).rejects.toMatchObject({ code: "TRANSFORM_CONTRACT" });
  });
});
