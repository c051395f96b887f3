import assert from "node:assert/strict";
import { watchedSignal } from "../fakes/watched-signal.js";
import { type SandboxSuite, transform } from "./sandbox-suite.js";

const endless = transform("for (;;) {}");
const oneValue = transform("return [{ timestamp: 1, value: input }]");
/** The signal ends these runs long before; a sandbox that ignores it is not kept busy for ever. */
const longLimits = { timeoutMs: 10_000 };

function rejectsWith(work: Promise<unknown>, reason: unknown): Promise<void> {
  return assert.rejects(work, (thrown: unknown) => {
    assert.equal(thrown, reason, "rejected with something else than the signal's reason");
    return true;
  });
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}

/** Runs that are not wanted any more. */
export function describeAborting(
  { describe, it }: SandboxSuite,
  { isOnCallingThread }: { readonly isOnCallingThread: boolean },
): void {
  describe("aborting", () => {
    it("before the run: the signal's reason, and the code does not run", async (test) => {
      const reason = new Error("not wanted");
      const lines: string[] = [];
      const code = transform("console.log('ran'); return []");
      const onConsole = (heard: readonly string[]): void => void lines.push(...heard);
      await rejectsWith(test.points(code, { signal: AbortSignal.abort(reason), onConsole }), reason);
      assert.deepEqual(lines, []);
      assert.deepEqual(await test.values(oneValue, { input: 1 }), [1]);
    });

    it("any reason: one that is no error, and the usual one", async (test) => {
      await rejectsWith(test.points(oneValue, { signal: AbortSignal.abort("stop") }), "stop");
      await assert.rejects(test.points(oneValue, { signal: AbortSignal.abort() }), { name: "AbortError" });
    });

    it("while several wait: each with its own reason, and the others are right", async (test) => {
      const controllers = Array.from({ length: 6 }, () => new AbortController());
      const runs = controllers.map(({ signal }, input) => test.values(oneValue, { input, signal }));
      // One that should not reject is found below, where it may no longer be waited for.
      for (const run of runs) run.catch(() => undefined);
      controllers[4]?.abort("four");
      controllers[5]?.abort("five");
      await Promise.all([
        rejectsWith(runs[4] as Promise<unknown>, "four"),
        rejectsWith(runs[5] as Promise<unknown>, "five"),
      ]);
      assert.deepEqual(await Promise.all(runs.slice(0, 4)), [[0], [1], [2], [3]]);
    });

    it("a signal that fires behind the run changes nothing", async (test) => {
      const controller = new AbortController();
      assert.deepEqual(await test.values(oneValue, { input: 1, signal: controller.signal }), [1]);
      controller.abort(new Error("too late"));
      assert.deepEqual(await test.values(oneValue, { input: 2 }), [2]);
    });

    it("runs leave no listener behind on a signal that lives on", async (test) => {
      const { signal, assertNoneLeft } = watchedSignal();
      await Promise.all(Array.from({ length: 6 }, (_, input) => test.points(oneValue, { input, signal })));
      await test.failure(transform("throw 1"), ["TRANSFORM_FAILED"], { signal });
      assertNoneLeft();
    });

    if (isOnCallingThread) return;

    it("while code runs: the signal's reason, and the next run is right", async (test) => {
      const controller = new AbortController();
      const reason = new Error("not wanted any more");
      const run = test.points(endless, { limits: longLimits, signal: controller.signal });
      const ended = rejectsWith(run, reason);
      await wait(50);
      controller.abort(reason);
      await ended;
      assert.deepEqual(await test.values(oneValue, { input: 1 }), [1]);
    });

    it("while a built-in runs that never looks at the clock: the signal's reason", async (test) => {
      const controller = new AbortController();
      const run = test.points(transform("return Array(1e9).join('')"), {
        limits: longLimits,
        signal: controller.signal,
      });
      const ended = rejectsWith(run, "enough");
      await wait(50);
      controller.abort("enough");
      await ended;
    });

    it("while some run and some wait behind them: each with its own reason", async (test) => {
      const controllers = Array.from({ length: 4 }, () => new AbortController());
      const ended = controllers.map(({ signal }, index) =>
        rejectsWith(test.points(endless, { limits: longLimits, signal }), index),
      );
      const allEnded = Promise.allSettled(ended);
      await wait(50);
      try {
        for (const [index, controller] of [...controllers.entries()].toReversed()) {
          controller.abort(index);
          await ended[index];
        }
      } finally {
        for (const [index, controller] of controllers.entries()) controller.abort(index);
        await allEnded;
      }
      assert.deepEqual(await test.values(oneValue, { input: 1 }), [1]);
    });

    it("the signal of one run does not end another", async (test) => {
      const controller = new AbortController();
      const ended = rejectsWith(
        test.points(endless, { limits: longLimits, signal: controller.signal }),
        "only this one",
      );
      const other = test.values(oneValue, { input: 7, signal: new AbortController().signal });
      await wait(20);
      controller.abort("only this one");
      await ended;
      assert.deepEqual(await other, [7]);
    });
  });
}
