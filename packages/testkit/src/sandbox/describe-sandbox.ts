import type { Sandbox } from "@metricsmith/core/adapter";
import type { ConformanceRunner } from "../conformance-runner.js";
import { describeAborting } from "./aborting.js";
import { describeCharts } from "./charts.js";
import { describeCodeForms } from "./code-forms.js";
import { describeColumns } from "./columns.js";
import { describeConcurrency } from "./concurrency.js";
import { describeConsole } from "./console.js";
import { describeDeterminism } from "./determinism.js";
import { describeFailures } from "./failures.js";
import { describeHostilePrograms } from "./hostile.js";
import { describeInputs } from "./inputs.js";
import { describeIsolation } from "./isolation.js";
import { describeLimits } from "./limits.js";
import { sandboxSuite } from "./sandbox-suite.js";
import { describeTimes } from "./times.js";

export interface DescribeSandboxOptions {
  /** `{ describe, it }` of the test runner. Tests may run at the same time, also on one sandbox. */
  readonly runner: ConformanceRunner;
  /** Names the sandbox in the tests' names. */
  readonly name: string;
  /** Called before each test. It may give the same sandbox again. */
  readonly create: () => Sandbox | Promise<Sandbox>;
  /** Called after each test. @defaultValue closes the sandbox */
  readonly cleanup?: ((sandbox: Sandbox) => Promise<void>) | undefined;
  /**
   * The sandbox runs code on the thread that calls it. What only another thread can do is left out: ending a built-in that does not
   * look at the clock, and aborting code that runs.
   *
   * @defaultValue false
   */
  readonly isOnCallingThread?: boolean | undefined;
}

/** Tests of everything that the `Sandbox` contract says, and of programs that attack it. A sandbox passes all or is wrong. */
export function describeSandbox(options: DescribeSandboxOptions): void {
  const { runner, name, create, cleanup = (sandbox) => sandbox.close(), isOnCallingThread = false } = options;
  const suite = sandboxSuite(runner, create, cleanup);
  runner.describe(`${name} sandbox`, () => {
    describeCodeForms(suite);
    describeInputs(suite);
    describeColumns(suite);
    describeTimes(suite);
    describeCharts(suite);
    describeDeterminism(suite);
    describeIsolation(suite);
    describeLimits(suite);
    describeConsole(suite);
    describeFailures(suite);
    describeConcurrency(suite);
    describeAborting(suite, { isOnCallingThread });
    describeHostilePrograms(suite, { isOnCallingThread });
  });
}
