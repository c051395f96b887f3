import type { SandboxLimits } from "../../ports/sandbox.js";
import type { SandboxFailure } from "../job.js";
import { stepsFailure, timeoutFailure } from "../transform-failures.js";
import { JobFailure } from "./job-failure.js";

/** QuickJS calls its interrupt handler once in so many calls and jumps. */
const stepsPerInterrupt = 10_000;

/** Steps and time of one run. Whichever ends first is the verdict. */
export interface RunBudget {
  /** The interrupt handler: true ends the code, which cannot catch that. */
  onInterrupt(): boolean;
  /** Lets code of our own run to its end, also behind code that was stopped. */
  withoutLimits<Result>(run: () => Result): Result;
  /** Looks at the clock. */
  isExceeded(): boolean;
  /** The code was stopped. */
  hasStopped(): boolean;
  /** @throws {JobFailure} TRANSFORM_STEPS or TRANSFORM_TIMEOUT */
  assertKept(): void;
}

/** @param deadline - a time of `performance.now()` */
export function createRunBudget({ maximumSteps, timeoutMs }: SandboxLimits, deadline: number): RunBudget {
  let steps = 0;
  let isSuspended = false;
  let exceeded: SandboxFailure | undefined;

  function isExceeded(): boolean {
    if (performance.now() > deadline) exceeded ??= timeoutFailure(timeoutMs);
    return exceeded !== undefined;
  }

  return {
    isExceeded,
    hasStopped: () => exceeded !== undefined,
    onInterrupt() {
      if (isSuspended) return false;
      steps += stepsPerInterrupt;
      if (steps > maximumSteps) exceeded ??= stepsFailure(maximumSteps);
      return isExceeded();
    },
    withoutLimits(run) {
      isSuspended = true;
      try {
        return run();
      } finally {
        isSuspended = false;
      }
    },
    assertKept() {
      if (exceeded !== undefined) throw new JobFailure(exceeded);
    },
  };
}
