import { afterAll, describe, expect, it } from "vitest";
import { MetricsmithError } from "../../src/errors/metricsmith-error.js";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import {
  endlessPrograms,
  escapingPrograms,
  exhaustingPrograms,
  type HostileProgram,
  tamperingPrograms,
} from "./hostile-programs.js";
import { ingestionRun } from "./sandbox-run.js";

const patienceMs = 30_000;
const sandbox = createQuickJsSandbox({ workers: 2 });
afterAll(() => sandbox.close());

async function failureOf({ code }: HostileProgram, timeoutMs: number): Promise<MetricsmithError> {
  const outcome: unknown = await sandbox
    .run(ingestionRun(code, { limits: { timeoutMs } }))
    .catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(MetricsmithError);
  return outcome as MetricsmithError;
}

async function expectUndisturbed(): Promise<void> {
  const { count, values, dimensions } = await sandbox.run(
    ingestionRun("const transform = (rows) => rows.map((value) => ({ timestamp: 1, value, dimensions: { value } }))", {
      input: [1, 2, 3],
    }),
  );
  expect({ count, values: [...values], dimensions }).toEqual({
    count: 3,
    values: [1, 2, 3],
    dimensions: [{ value: 1 }, { value: 2 }, { value: 3 }],
  });
}

describe("endless programs are ended, and the next run is right", () => {
  it.each(endlessPrograms)("$name", { timeout: patienceMs }, async (program) => {
    // Some run out of memory before they run out of time.
    expect((await failureOf(program, 150)).code).toMatch(/^TRANSFORM_(TIMEOUT|MEMORY)$/);
    await expectUndisturbed();
  });
});

describe("exhausting programs fail, and the next run is right", () => {
  it.each(exhaustingPrograms)("$name", { timeout: patienceMs }, async (program) => {
    const { code, message } = await failureOf(program, 2_000);
    expect(code).toMatch(/^TRANSFORM_/);
    expect(message.length).toBeLessThan(1_000);
    await expectUndisturbed();
  });
});

describe("escaping programs fail, and the next run is right", () => {
  it.each(escapingPrograms)("$name", { timeout: patienceMs }, async (program) => {
    const { code, message } = await failureOf(program, 1_000);
    expect(code).toMatch(/^TRANSFORM_(SYNTAX|FAILED|CONTRACT)$/);
    expect(message).not.toMatch(/node_modules|\/work|\/home|root:/);
    await expectUndisturbed();
  });
});

describe("changed built-ins reach neither the result nor the next run", () => {
  it.each(tamperingPrograms)("$name", { timeout: patienceMs }, async ({ code }) => {
    const { count, timestamps, values, series, dimensions } = await sandbox.run(ingestionRun(code));
    expect({ count, timestamps: [...timestamps], values: [...values], series, dimensions }).toEqual({
      count: 1,
      timestamps: [1],
      values: [7],
      series: ["s"],
      dimensions: [{ a: 1 }],
    });
    await expectUndisturbed();
  });
});
