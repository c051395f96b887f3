import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { MetricsmithError } from "../../src/errors/metricsmith-error.js";
import type { PointColumns, Sandbox, SandboxIngestionRun } from "../../src/ports/sandbox.js";
import { createInProcessSandbox } from "../../src/sandbox/create-in-process-sandbox.js";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { selfTestSandbox } from "../../src/sandbox/self-test/self-test-sandbox.js";

const intact = createQuickJsSandbox();
afterAll(() => intact.close());
afterEach(() => vi.useRealTimers());

type Run = (run: SandboxIngestionRun) => Promise<PointColumns>;

function sandboxWith(run: Run): Sandbox {
  return { run: run as Sandbox["run"], close: async () => undefined };
}

function runOnIntact(run: SandboxIngestionRun): Promise<PointColumns> {
  return intact.run(run);
}

async function onePoint(value: number): Promise<PointColumns> {
  const timestamps = Float64Array.of(1);
  return { count: 1, timestamps, values: Float64Array.of(value), series: null, dimensions: null, datesOnly: false };
}

/** Sandboxes with a fault, and the check that must name it. */
const broken: readonly (readonly [check: string, fault: string, run: Run])[] = [
  [
    "points are right",
    "rounds values",
    async (run) => {
      const columns = await runOnIntact(run);
      return { ...columns, values: columns.values.map(Math.round) };
    },
  ],
  [
    "points are right",
    "reads local times in UTC",
    (run) => runOnIntact({ ...run, context: { ...run.context, offsets: [] } }),
  ],
  [
    "clock and zone are fixed",
    "lets the clock go",
    (run) => runOnIntact({ ...run, code: `Date.now = () => 5;${run.code}` }),
  ],
  [
    "clock and zone are fixed",
    "tells the host's zone",
    (run) => runOnIntact({ ...run, code: `Date.prototype.getTimezoneOffset = () => -540;${run.code}` }),
  ],
  [
    "too many steps are ended",
    "counts no steps",
    ({ limits, ...run }) =>
      runOnIntact({
        ...run,
        limits:
          limits.maximumSteps === 100_000
            ? { ...limits, maximumSteps: Number.MAX_SAFE_INTEGER, timeoutMs: 200 }
            : limits,
      }),
  ],
  [
    "memory is bounded",
    "takes running out of memory for another failure",
    (run) =>
      runOnIntact(run).catch((error: unknown) => {
        if (!MetricsmithError.isInstance(error) || error.code !== "TRANSFORM_MEMORY") throw error;
        throw new MetricsmithError("It failed.", { code: "TRANSFORM_FAILED" });
      }),
  ],
  [
    "output is bounded",
    "lets any output through",
    (run) => runOnIntact({ ...run, limits: { ...run.limits, maximumOutputBytes: 1e9 } }),
  ],
  [
    "the host cannot be reached",
    "gives code the process",
    (run) => runOnIntact({ ...run, code: `globalThis.process = {};${run.code}` }),
  ],
  [
    "modules cannot be imported",
    "lets code import",
    (run) => (run.code.includes("import(") ? onePoint(5) : runOnIntact(run)),
  ],
  [
    "changed built-ins do not change the result",
    "writes results by what code replaced",
    async (run) => {
      const columns = await runOnIntact(run);
      return run.code.includes("JSON.stringify =") ? { ...columns, dimensions: [[9]] } : columns;
    },
  ],
  [
    "nothing reaches the next run",
    "keeps the global object",
    (run) => runOnIntact({ ...run, code: `globalThis.left = 1;${run.code}` }),
  ],
  [
    "unsafe keys are left out",
    "keeps unsafe keys",
    async (run) => {
      const columns = await runOnIntact(run);
      const kept: unknown = JSON.parse('{"__proto__":{"a":1},"b":1}');
      return run.code.includes("__proto__") ? { ...columns, dimensions: [kept as never] } : columns;
    },
  ],
];

describe("selfTest()", () => {
  it("passes on worker threads, with every check run", async () => {
    const { passed, durationMs, checks, leftOut } = await intact.selfTest();
    expect(checks.filter((check) => !check.passed)).toEqual([]);
    expect([passed, checks.length, leftOut]).toEqual([true, 15, []]);
    expect(durationMs).toBeGreaterThan(0);
  });

  it("passes on the calling thread, without what only a thread's end can end", async () => {
    const { passed, checks, leftOut } = await createInProcessSandbox().selfTest();
    expect(checks.filter((check) => !check.passed)).toEqual([]);
    expect([passed, checks.length, leftOut]).toEqual([true, 14, ["an endless built-in is ended"]]);
  });

  it.each(broken)("names the check `%s` of a sandbox that %s", async (name, _, run) => {
    const { passed, checks } = await selfTestSandbox(sandboxWith(run), { isOnCallingThread: false });
    expect(passed).toBe(false);
    expect(checks.filter((check) => !check.passed)).toEqual([
      { name, passed: false, problem: expect.stringMatching(/^It should .* but did /) as string },
    ]);
  });

  it("waits for no check for ever, aborts it, and runs none behind it", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const signals: (AbortSignal | undefined)[] = [];
    const hanging = sandboxWith(({ signal, code, ...run }) => {
      if (!code.includes("continue")) return intact.run({ code, ...run });
      signals.push(signal);
      return new Promise(() => undefined);
    });
    const tested = selfTestSandbox(hanging, { isOnCallingThread: false });
    await vi.waitFor(() => expect(signals).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(10_000);
    const { passed, checks } = await tested;
    expect(passed).toBe(false);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
    expect(checks.filter((check) => check.passed).map(({ name }) => name)).toEqual([
      "points are right",
      "clock and zone are fixed",
    ]);
    expect(checks[2]).toEqual({
      name: "an endless loop is ended",
      passed: false,
      problem: "It did not end within 10000 ms",
    });
    expect(checks[3]?.problem).toBe("It did not run, because a check before it did not end");
    expect(checks).toHaveLength(15);
  });

  it("tells foreign errors as problems, cut", async () => {
    const failing = sandboxWith(() => Promise.reject(new Error("x".repeat(1_000))));
    const { checks } = await selfTestSandbox(failing, { isOnCallingThread: false });
    for (const { passed, problem } of checks) {
      expect([passed, problem?.length]).toEqual([false, 400]);
      expect(problem).toMatch(/^It should .*, but did fail with Error: x/);
    }
  });

  it("rejects with SANDBOX_UNAVAILABLE when the sandbox cannot start", async () => {
    const unavailable = new MetricsmithError("It does not start.", { code: "SANDBOX_UNAVAILABLE" });
    const absent = sandboxWith(() => Promise.reject(unavailable));
    await expect(selfTestSandbox(absent, { isOnCallingThread: false })).rejects.toBe(unavailable);
  });
});
