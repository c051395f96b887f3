import assert from "node:assert/strict";
import { homedir } from "node:os";
import {
  type ErrorCode,
  type JsonValue,
  MetricsmithError,
  type PointColumns,
  type Sandbox,
  type SandboxChartRun,
  type SandboxIngestionRun,
  type SandboxLimits,
} from "@metricsmith/core/adapter";
import type { ConformanceRunner } from "../conformance-runner.js";
import type { HostilePoint } from "./hostile-programs/hostile-program.js";

export const megabyte = 1024 * 1024;
const longestMessage = 2_000;

/** Time that a busy machine needs as well, and steps that no test takes. */
const generousLimits: SandboxLimits = {
  timeoutMs: 15_000,
  maximumSteps: Number.MAX_SAFE_INTEGER,
  memoryBytes: 32 * megabyte,
  maximumPoints: 10_000,
  maximumOutputBytes: megabyte,
};

/** What a test says of a run; the rest is as harmless as can be. */
export interface RunChanges extends Partial<Omit<SandboxIngestionRun, "kind" | "code" | "input" | "limits">> {
  /** Written as JSON. @defaultValue `{}` */
  readonly input?: JsonValue;
  /** JSON text instead of `input`. */
  readonly text?: string;
  readonly limits?: Partial<SandboxLimits>;
}

function baseOf(code: string, { input = {}, text, limits, ...rest }: RunChanges): Omit<SandboxIngestionRun, "kind"> {
  return {
    code,
    input: new TextEncoder().encode(text ?? JSON.stringify(input)),
    argument: {},
    context: { fetchedAtMs: Date.UTC(2026, 2, 1, 12), timezone: "UTC", offsets: [] },
    seed: 1,
    limits: { ...generousLimits, ...limits },
    ...rest,
  };
}

export function ingestionRun(code: string, changes: RunChanges = {}): SandboxIngestionRun {
  return { kind: "ingestion", ...baseOf(code, changes) };
}

export function chartRun(code: string, changes: RunChanges = {}): SandboxChartRun {
  return { kind: "chart", ...baseOf(code, changes) };
}

/** Code of a `transform` with this body. */
export function transform(body: string): string {
  return `export function transform(input, argument, context) { ${body} }`;
}

/** What one test works with. */
export class SandboxTest {
  readonly sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  points(code: string, changes?: RunChanges): Promise<PointColumns> {
    return this.sandbox.run(ingestionRun(code, changes));
  }

  chart(code: string, changes?: RunChanges): Promise<JsonValue> {
    return this.sandbox.run(chartRun(code, changes));
  }

  async values(code: string, changes?: RunChanges): Promise<readonly number[]> {
    return [...(await this.points(code, changes)).values];
  }

  /** The error of a run that must fail with one of these codes. */
  failure(code: string, codes: readonly ErrorCode[], changes?: RunChanges): Promise<MetricsmithError> {
    return failureOf(this.points(code, changes), codes);
  }
}

/** A runner whose tests each get a sandbox. */
export interface SandboxSuite {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: (test: SandboxTest) => Promise<void>) => void;
}

export function sandboxSuite(
  runner: ConformanceRunner,
  create: () => Sandbox | Promise<Sandbox>,
  cleanup: (sandbox: Sandbox) => Promise<void>,
): SandboxSuite {
  return {
    describe: (name, body) => void runner.describe(name, body),
    it: (name, body) =>
      void runner.it(name, async () => {
        const sandbox = await create();
        try {
          await body(new SandboxTest(sandbox));
        } finally {
          await cleanup(sandbox);
        }
      }),
  };
}

/** Columns as points, so that they can be compared with what is expected of them. */
export function pointsOf(columns: PointColumns): readonly Required<HostilePoint>[] {
  const { count, timestamps, values, series, dimensions } = columns;
  assert.equal(timestamps.length, count, "timestamps are not one a point");
  assert.equal(values.length, count, "values are not one a point");
  if (series !== null) assert.equal(series.length, count, "series are not one a point");
  if (dimensions !== null) assert.equal(dimensions.length, count, "dimensions are not one a point");
  return Array.from({ length: count }, (_, index) => ({
    timestamp: timestamps[index] ?? Number.NaN,
    value: values[index] ?? Number.NaN,
    series: series?.[index] ?? "",
    dimensions: dimensions?.[index] ?? null,
  }));
}

/** The error of a run that must fail with one of these codes; its words are bounded, readable and tell nothing of the host. */
export async function failureOf(work: Promise<unknown>, codes: readonly ErrorCode[]): Promise<MetricsmithError> {
  const error = await work.then(
    () => assert.fail(`gave a result instead of failing with ${codes.join(" or ")}`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof assert.AssertionError) throw error;
  assertSpeaksWell(error);
  assert.ok(codes.includes(error.code), `failed with ${error.code} instead of ${codes.join(" or ")}: ${error.message}`);
  return error;
}

/** Fails unless it is a MetricsmithError whose words are bounded, readable and tell nothing of the host. */
export function assertSpeaksWell(error: unknown): asserts error is MetricsmithError {
  assert.ok(MetricsmithError.isInstance(error), `rejected with ${typeof error} instead of a MetricsmithError`);
  const { message } = error;
  assert.ok(message.length <= longestMessage, `the message has ${message.length} characters`);
  assert.ok(!/\p{Surrogate}/u.test(message), "the message holds half a character");
  assert.ok(!/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(message), "the message holds controls");
  const details = JSON.stringify(error.details);
  assert.ok(details.length <= longestMessage, `the details have ${details.length} characters`);
  for (const secret of [process.cwd(), homedir(), "node_modules"]) {
    assert.ok(secret.length < 2 || !(message + details).includes(secret), "the message names a folder of the host");
  }
}
