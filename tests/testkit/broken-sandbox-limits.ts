import { MetricsmithError, type PointColumns } from "@metricsmith/core/adapter";
import { type BrokenSandbox, type SandboxRun, withChanges, withLimits } from "./broken-sandbox.js";

function changedError(error: unknown, change: (error: MetricsmithError) => string): never {
  if (!MetricsmithError.isInstance(error)) throw error;
  throw new MetricsmithError(change(error), { code: error.code, details: error.details });
}

/** Sandboxes that forget limits, or tell failures otherwise than they should. */
export const brokenSandboxLimits: readonly BrokenSandbox[] = [
  {
    fault: "the limit of JSON is forgotten",
    break: (sandbox) => withLimits(sandbox, { maximumOutputBytes: 1e9 }),
    topics: ["limits"],
    tests: [
      "limits > more JSON than allowed: TRANSFORM_OUTPUT_TOO_LARGE; a little less is right",
      "limits > series count as JSON",
    ],
  },
  {
    fault: "the limit of points is forgotten",
    break: (sandbox) => withLimits(sandbox, { maximumPoints: 1e9 }),
    topics: ["limits"],
    tests: ["limits > more points than allowed: TRANSFORM_OUTPUT_TOO_LARGE; as many as allowed are right"],
  },
  {
    fault: "the limit of steps is forgotten",
    break: (sandbox) =>
      withChanges(sandbox, {
        run: ({ limits, ...run }) => ({
          ...run,
          limits: { ...limits, maximumSteps: Number.MAX_SAFE_INTEGER, timeoutMs: Math.min(limits.timeoutMs, 1_000) },
        }),
      }),
    topics: ["limits"],
    tests: ["limits > code that does too much: TRANSFORM_STEPS, and the next run is right"],
  },
  {
    fault: "limits of the first run hold for all",
    break(sandbox) {
      let limits: SandboxRun["limits"] | undefined;
      return withChanges(sandbox, {
        run(run) {
          if (run.limits.maximumPoints < 20) limits ??= run.limits;
          return { ...run, limits: { ...run.limits, maximumPoints: (limits ?? run.limits).maximumPoints } };
        },
      });
    },
    topics: ["limits"],
    tests: ["limits > limits of one run are not those of the next"],
  },
  {
    fault: "too much time is taken for too much memory",
    break: (sandbox) =>
      withChanges(sandbox, {
        error(error) {
          if (!MetricsmithError.isInstance(error) || error.code !== "TRANSFORM_TIMEOUT") throw error;
          throw new MetricsmithError(error.message, { code: "TRANSFORM_MEMORY", details: error.details });
        },
      }),
    topics: ["limits", "several at once"],
    tests: ["limits > code that runs too long: TRANSFORM_TIMEOUT, and the next run is right"],
  },
  {
    fault: "messages name a folder of the host",
    break: (sandbox) =>
      withChanges(sandbox, { error: (error) => changedError(error, ({ message }) => `${message} (${process.cwd()})`) }),
    topics: ["what code is given", "runs apart", "limits", "failures", "several at once", "aborting"],
    tests: ["failures > a mistake of syntax: TRANSFORM_SYNTAX"],
  },
  {
    fault: "messages are as long as what code throws",
    break: (sandbox) =>
      withChanges(sandbox, {
        error: (error, { code }) =>
          changedError(error, ({ message }) => (code.includes("100000") ? message + "x".repeat(100_000) : message)),
      }),
    topics: ["failures"],
    tests: ["failures > long words are cut"],
  },
  {
    fault: "messages hold what moves a terminal's cursor",
    break: (sandbox) =>
      withChanges(sandbox, { error: (error) => changedError(error, ({ message }) => `\u001B[31m${message}`) }),
    topics: ["what code is given", "runs apart", "limits", "failures", "several at once", "aborting"],
    tests: ["failures > a mistake of syntax: TRANSFORM_SYNTAX"],
  },
  {
    fault: "errors are not the library's own",
    break: (sandbox) =>
      withChanges(sandbox, {
        error(error) {
          throw MetricsmithError.isInstance(error) ? new Error(error.message) : error;
        },
      }),
    topics: ["what code is given", "runs apart", "limits", "failures", "several at once", "aborting"],
    tests: ["failures > a field that is missing: TRANSFORM_FAILED"],
  },
  {
    fault: "lines are counted with what stands around the code",
    break: (sandbox) => withChanges(sandbox, { run: (run) => ({ ...run, code: `\n${run.code}` }) }),
    topics: ["failures"],
    tests: ["failures > the line is told where it went wrong"],
  },
  {
    fault: "what code throws is not told",
    break: (sandbox) =>
      withChanges(sandbox, {
        error: (error) => changedError(error, ({ details }) => `It failed in line ${Number(details["line"])}.`),
      }),
    topics: ["failures", "several at once"],
    tests: ["failures > the words of an error that code throws are told"],
  },
  {
    fault: "points of a run that was too large come cut",
    break: (sandbox) =>
      withChanges(sandbox, {
        error(error): PointColumns {
          if (!MetricsmithError.isInstance(error) || error.code !== "TRANSFORM_OUTPUT_TOO_LARGE") throw error;
          const none = new Float64Array();
          return { count: 0, timestamps: none, values: none, series: null, dimensions: null, datesOnly: false };
        },
      }),
    topics: ["limits"],
    tests: ["limits > more points than allowed: TRANSFORM_OUTPUT_TOO_LARGE; as many as allowed are right"],
  },
];
