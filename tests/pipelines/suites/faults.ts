import { describe, expect, it } from "vitest";
import { faultCases } from "../fault-cases.js";
import { everyCall, failAt, killAt, type PreparedCase, prepareCase } from "../fault-injection.js";
import type { PipelineTarget } from "../scenario.js";

/** A process that dies, or whose storage fails, at any storage call of any metric pipeline leaves what an undisturbed one would have. */
export function describeFaults(target: PipelineTarget): void {
  describe(`faults on ${target.name}`, () => {
    describe.each(faultCases)("$name", (faultCase) => {
      let preparing: Promise<PreparedCase> | undefined;
      const prepare = () => (preparing ??= prepareCase(target, faultCase));

      it("makes enough storage calls to be worth cutting", async () => {
        const { calls } = await prepare();
        expect(calls).toBeGreaterThanOrEqual(faultCase.minimumCalls);
        if (process.env["SHOW_CUT_POINTS"] !== undefined) console.log(`${faultCase.name}: ${calls} storage calls`);
      });

      it.each(["before", "after"] as const)(
        "ends the same when the process dies just %s any storage call",
        async (when) => {
          const prepared = await prepare();
          expect(await everyCall(target, prepared, (call) => killAt(target, prepared, call, when))).toEqual([]);
        },
        60_000,
      );

      it.each(["before", "after"] as const)(
        "ends by itself when any two storage calls fail %s they are applied",
        async (when) => {
          const prepared = await prepare();
          expect(await everyCall(target, prepared, (call) => failAt(target, prepared, call, when))).toEqual([]);
        },
        60_000,
      );
    });
  });
}
