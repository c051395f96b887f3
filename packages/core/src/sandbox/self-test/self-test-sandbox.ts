import { MetricsmithError } from "../../errors/metricsmith-error.js";
import type { Sandbox, SandboxIngestionRun } from "../../ports/sandbox.js";
import {
  type SelfTestCheck,
  selfTestChecks,
  selfTestContext,
  selfTestLimits,
  toSelfTestPoints,
} from "./self-test-checks.js";

/** Longest wait for a check: its limit of time, what ending a thread takes, and what a busy machine takes besides. */
const patienceMs = 10_000;
const unended = `It did not end within ${patienceMs} ms`;
const longestProblem = 400;

/** How one attack ended. */
export interface SandboxCheck {
  /** What must hold, such as `an endless loop is ended`. */
  readonly name: string;
  readonly passed: boolean;
  /** What happened instead. */
  readonly problem?: string | undefined;
}

/** What a self-test found. */
export interface SandboxReport {
  /** Every check that ran has passed. */
  readonly passed: boolean;
  readonly durationMs: number;
  readonly checks: readonly SandboxCheck[];
  /** Names of checks that this kind of sandbox cannot pass, and that did not run. */
  readonly leftOut: readonly string[];
}

export interface SelfTestOptions {
  /** The sandbox runs code on the calling thread: checks that only the end of another thread can pass are left out. */
  readonly isOnCallingThread: boolean;
}

function runOf({ code, limits }: SelfTestCheck, signal: AbortSignal): SandboxIngestionRun {
  return {
    kind: "ingestion",
    code,
    input: new TextEncoder().encode("[1.5,-2,0]"),
    argument: null,
    context: selfTestContext,
    seed: 1,
    limits: { ...selfTestLimits, ...limits },
    signal,
  };
}

/** What is wrong with how a check's run ended; `undefined` when nothing is. */
async function problemOf(check: SelfTestCheck, sandbox: Sandbox, signal: AbortSignal): Promise<string | undefined> {
  const expected =
    check.result === null ? `fail with ${check.codes.join(" or ")}` : `give ${JSON.stringify(check.result)}`;
  let actual: string;
  try {
    actual = `give ${JSON.stringify(toSelfTestPoints(await sandbox.run(runOf(check, signal))))}`;
  } catch (error) {
    const isOurs = MetricsmithError.isInstance(error);
    if (isOurs && error.code === "SANDBOX_UNAVAILABLE") throw error;
    if (isOurs && check.codes.includes(error.code)) return undefined;
    actual = `fail with ${isOurs ? `${error.code}: ${error.message}` : String(error)}`;
  }
  return actual === expected ? undefined : `It should ${expected}, but did ${actual}`;
}

async function runCheck(check: SelfTestCheck, sandbox: Sandbox): Promise<SandboxCheck> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(unended), patienceMs);
  });
  const ended = problemOf(check, sandbox, controller.signal);
  try {
    const problem = await Promise.race([ended, late]);
    if (problem === undefined) return { name: check.name, passed: true };
    return { name: check.name, passed: false, problem: problem.slice(0, longestProblem) };
  } finally {
    clearTimeout(timer);
    ended.catch(() => undefined);
    controller.abort();
  }
}

/**
 * Attacks a sandbox on the platform at hand, one attack after the other, with small limits. A check that fails is in the report.
 *
 * @throws {MetricsmithError} SANDBOX_UNAVAILABLE when the sandbox cannot start
 */
export async function selfTestSandbox(
  sandbox: Sandbox,
  { isOnCallingThread }: SelfTestOptions,
): Promise<SandboxReport> {
  const startedAt = performance.now();
  const isLeftOut = (check: SelfTestCheck): boolean => isOnCallingThread && check.isNativeLoop === true;
  const checks: SandboxCheck[] = [];
  for (const check of selfTestChecks.filter((candidate) => !isLeftOut(candidate))) {
    // Whatever did not end may be in the way of all that follows.
    const isBlocked = checks.some(({ problem }) => problem === unended);
    const problem = "It did not run, because a check before it did not end";
    checks.push(isBlocked ? { name: check.name, passed: false, problem } : await runCheck(check, sandbox));
  }
  return {
    passed: checks.every(({ passed }) => passed),
    durationMs: Math.round(performance.now() - startedAt),
    checks,
    leftOut: selfTestChecks.filter(isLeftOut).map(({ name }) => name),
  };
}
