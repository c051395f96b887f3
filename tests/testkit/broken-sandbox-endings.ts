import { MetricsmithError } from "@metricsmith/core/adapter";
import { type BrokenSandbox, type SandboxRun, tick, withChanges, withRun } from "./broken-sandbox.js";

function isAborted({ signal }: SandboxRun): boolean {
  return signal?.aborted === true;
}

/** Ends what its signal cannot end any more. */
function withoutSignal(run: SandboxRun): SandboxRun {
  const { signal: _, ...rest } = run;
  return { ...rest, limits: { ...run.limits, timeoutMs: Math.min(300, run.limits.timeoutMs) } };
}

/** Sandboxes whose runs are in the way of each other, or end otherwise than they should. */
export const brokenSandboxEndings: readonly BrokenSandbox[] = [
  {
    fault: "the run at hand is kept in the sandbox",
    break(sandbox) {
      let current: SandboxRun | undefined;
      return withRun(sandbox, async (run, next) => {
        current = run;
        await tick();
        return next(current);
      });
    },
    topics: ["several at once", "closing", "aborting"],
    tests: [
      "several at once > each run gets its own result",
      "several at once > points, charts and failures do not mix",
    ],
  },
  {
    fault: "a failed run fails those beside it",
    break(sandbox) {
      let running = 0;
      let failure: { readonly error: unknown } | undefined;
      return withRun(sandbox, async (run, next) => {
        running += 1;
        try {
          const result = await next(run);
          if (failure !== undefined) throw failure.error;
          return result;
        } catch (error) {
          failure = { error };
          throw error;
        } finally {
          running -= 1;
          if (running === 0) failure = undefined;
        }
      });
    },
    topics: ["several at once"],
    tests: ["several at once > points, charts and failures do not mix"],
  },
  {
    fault: "closing is for good",
    break(sandbox) {
      let isClosed = false;
      const open = withRun(sandbox, (run, next) => {
        if (isClosed) throw new MetricsmithError("The sandbox was closed.", { code: "SANDBOX_UNAVAILABLE" });
        return next(run);
      });
      return { ...open, close: async () => void (isClosed = true) };
    },
    topics: ["closing"],
    tests: ["closing > a run behind close() is right"],
  },
  {
    fault: "closing ends what runs",
    break(sandbox) {
      let closing = new AbortController();
      const open = withChanges(sandbox, { run: (run) => ({ ...run, signal: run.signal ?? closing.signal }) });
      return {
        ...open,
        async close() {
          closing.abort();
          closing = new AbortController();
        },
      };
    },
    topics: ["closing"],
    tests: ["closing > close() does not end what runs or waits"],
  },
  {
    fault: "the signal is ignored",
    break: (sandbox) => withChanges(sandbox, { run: (run) => (run.signal === undefined ? run : withoutSignal(run)) }),
    topics: ["aborting"],
    tests: [
      "aborting > before the run: the signal's reason, and the code does not run",
      "aborting > while several wait: each with its own reason, and the others are right",
      "aborting > while code runs: the signal's reason, and the next run is right",
    ],
  },
  {
    fault: "a signal that has fired already is not noticed",
    break: (sandbox) => withChanges(sandbox, { run: (run) => (isAborted(run) ? withoutSignal(run) : run) }),
    topics: ["aborting"],
    tests: ["aborting > before the run: the signal's reason, and the code does not run"],
  },
  {
    fault: "aborted runs reject with an error of the sandbox's own",
    break: (sandbox) =>
      withChanges(sandbox, {
        error(error, run) {
          throw isAborted(run) ? new DOMException("The run was aborted.", "AbortError") : error;
        },
      }),
    topics: ["aborting"],
    tests: ["aborting > while code runs: the signal's reason, and the next run is right"],
  },
  {
    fault: "a run that waits is not aborted until its turn",
    break(sandbox) {
      let previous: Promise<unknown> = Promise.resolve();
      return withRun(sandbox, (run, next) => {
        const limits = { ...run.limits, timeoutMs: Math.min(1_500, run.limits.timeoutMs) };
        const result = previous.then(() => next({ ...run, limits }));
        previous = result.catch(() => undefined);
        return result;
      });
    },
    topics: ["aborting"],
    tests: ["aborting > while some run and some wait behind them: each with its own reason"],
    isEndless: true,
  },
  {
    fault: "signals are listened to for ever",
    break: (sandbox) =>
      withChanges(sandbox, {
        run(run) {
          run.signal?.addEventListener("abort", () => undefined);
          return run;
        },
      }),
    topics: ["aborting"],
    tests: ["aborting > runs leave no listener behind on a signal that lives on"],
  },
  {
    fault: "a run that fails never ends",
    break: (sandbox) => withChanges(sandbox, { error: () => new Promise<never>(() => undefined) }),
    topics: ["failures"],
    tests: ["failures > a field that is missing: TRANSFORM_FAILED"],
    isEndless: true,
  },
  {
    fault: "the console is told when the run has ended",
    break: (sandbox) =>
      withChanges(sandbox, {
        run: (run) => ({ ...run, onConsole: (lines) => void setTimeout(() => run.onConsole?.(lines)) }),
      }),
    topics: ["console"],
    tests: ["console > lines are given in one call, in their order"],
  },
  {
    fault: "the console is told line by line",
    break: (sandbox) =>
      withChanges(sandbox, {
        run: (run) => ({
          ...run,
          onConsole(lines) {
            for (const line of lines) run.onConsole?.([line]);
          },
        }),
      }),
    topics: ["console"],
    tests: ["console > lines are given in one call, in their order"],
  },
  {
    fault: "the console is told of earlier runs",
    break(sandbox) {
      const all: string[] = [];
      return withChanges(sandbox, {
        run: (run) => ({
          ...run,
          onConsole(lines) {
            all.push(...lines);
            run.onConsole?.(all.slice(-50));
          },
        }),
      });
    },
    topics: ["console"],
    tests: ["console > lines of one run do not come with the next"],
  },
  {
    fault: "the console is silent",
    break: (sandbox) =>
      withChanges(sandbox, {
        run(run) {
          const { onConsole: _, ...silent } = run;
          return silent;
        },
      }),
    topics: ["console"],
    tests: ["console > lines are given also when the code fails"],
  },
];
