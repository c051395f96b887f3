import { type BrokenSandbox, withChanges, withPrologue, withRun } from "./broken-sandbox.js";

/** Sandboxes whose runs reach each other or the host, or depend on more than they are given. */
export const brokenSandboxIsolation: readonly BrokenSandbox[] = [
  {
    fault: "runs share their global object",
    break(sandbox) {
      let count: number | undefined;
      return withChanges(
        withPrologue(sandbox, () => (count === undefined ? "" : `globalThis.count = ${count}`)),
        {
          points(columns, { code }) {
            if (code.includes("globalThis.count")) count = (count ?? 0) + 1;
            return columns;
          },
        },
      );
    },
    topics: ["runs apart"],
    tests: ["runs apart > names of the global object begin anew"],
  },
  {
    fault: "a changed Object.prototype reaches the next run",
    break(sandbox) {
      let isPolluted = false;
      return withRun(sandbox, (run, next) => {
        const code = isPolluted ? `Object.prototype.polluted = 666;${run.code}` : run.code;
        isPolluted ||= run.code.includes("Object.prototype.polluted");
        return next({ ...run, code });
      });
    },
    topics: ["hostile programs: changes for the next run"],
    tests: ["hostile programs: changes for the next run > a handler that stays behind"],
  },
  {
    fault: "results change the host's objects",
    break: (sandbox) =>
      withChanges(sandbox, {
        points(columns, { code }) {
          if (code.includes("Object.prototype.polluted")) Object.assign(URL.prototype, { polluted: Symbol(code) });
          return columns;
        },
      }),
    topics: ["hostile programs: changes for the next run"],
    tests: ["hostile programs: changes for the next run > a handler that stays behind"],
  },
  {
    fault: "a function of the host is within reach",
    break: (sandbox) => withPrologue(sandbox, () => "globalThis.process = { exit: () => [] }"),
    topics: ["hostile programs: escapes"],
    tests: ["hostile programs: escapes > names of the host", "hostile programs: escapes > indirect eval"],
  },
  {
    fault: "results are written by what the code may have replaced",
    break: (sandbox) =>
      withChanges(sandbox, {
        points: (columns, { code }) =>
          code.includes("JSON.stringify =") ? { ...columns, dimensions: ["broken"] } : columns,
      }),
    topics: ["hostile programs: tampering with the result"],
    tests: ["hostile programs: tampering with the result > another JSON"],
  },
  {
    fault: "the seed is not used",
    break: (sandbox) => withChanges(sandbox, { run: (run) => ({ ...run, seed: 1 }) }),
    topics: ["determinism"],
    tests: ["determinism > other seeds give other random numbers"],
  },
  {
    fault: "random numbers differ each time",
    break: (sandbox) => withChanges(sandbox, { run: (run) => ({ ...run, seed: Math.random() }) }),
    topics: ["determinism", "runs apart", "several at once"],
    tests: ["determinism > the same seed gives the same random numbers"],
  },
  {
    fault: "the seed is cut to 32 bits",
    break: (sandbox) => withChanges(sandbox, { run: (run) => ({ ...run, seed: run.seed | 0 }) }),
    topics: ["determinism"],
    tests: ["determinism > other seeds give other random numbers"],
  },
  {
    fault: "the clock goes",
    break: (sandbox) => withPrologue(sandbox, () => "{ let now = Date.now(); Date.now = () => (now += 1); }"),
    topics: ["determinism"],
    tests: ["determinism > the clock stands still at the time of the fetch"],
  },
  {
    fault: "local time is the host's",
    break: (sandbox) =>
      withPrologue(
        sandbox,
        () => `Date.prototype.getTimezoneOffset = () => ${new Date(2026, 6, 1).getTimezoneOffset()}`,
      ),
    topics: ["determinism"],
    tests: ["determinism > local time is UTC, also on a host elsewhere"],
  },
  {
    fault: "code is known by its length",
    break(sandbox) {
      const codes = new Map<number, string>();
      return withChanges(sandbox, {
        run(run) {
          const code = codes.get(run.code.length) ?? run.code;
          codes.set(code.length, code);
          return /return \[\{ timestamp: 1, value: \d \}\] \}$/.test(run.code) ? { ...run, code } : run;
        },
      });
    },
    topics: ["runs apart"],
    tests: ["runs apart > code that was changed is not taken for what it was"],
  },
];
