import {
  isJsonObject,
  type JsonValue,
  type PointColumns,
  type Sandbox,
  type SandboxChartRun,
  type SandboxIngestionRun,
} from "@metricsmith/core/adapter";

export type SandboxRun = SandboxIngestionRun | SandboxChartRun;

/** A sandbox with one fault, and what the suite must say of it. */
export interface BrokenSandbox {
  /** What is wrong with it. */
  readonly fault: string;
  /** Puts the fault into an intact sandbox. */
  readonly break: (sandbox: Sandbox) => Sandbox;
  /** Topics that must notice, and no others. */
  readonly topics: readonly string[];
  /** Tests that must fail, because they say what is wrong with it. */
  readonly tests: readonly string[];
  /** These tests do not end; no others are run. */
  readonly isEndless?: true;
}

type RunResult = PointColumns | JsonValue;

function isPoints(result: RunResult): result is PointColumns {
  return isJsonObject(result) && "timestamps" in result && result["timestamps"] instanceof Float64Array;
}

/** What a broken sandbox does otherwise. */
interface Changes {
  /** To what it is asked. */
  readonly run?: (run: SandboxRun) => SandboxRun | Promise<SandboxRun>;
  readonly points?: (columns: PointColumns, run: SandboxRun) => PointColumns | Promise<PointColumns>;
  readonly chart?: (chart: JsonValue, run: SandboxRun) => JsonValue;
  /** Throws what it rejects with. */
  readonly error?: (error: unknown, run: SandboxRun) => RunResult | Promise<never>;
}

export function withChanges(sandbox: Sandbox, changes: Changes): Sandbox {
  return withRun(sandbox, async (given, next) => {
    const run = (await changes.run?.(given)) ?? given;
    let result: RunResult;
    try {
      result = await next(run);
    } catch (error) {
      if (changes.error === undefined) throw error;
      return await changes.error(error, given);
    }
    if (isPoints(result)) return (await changes.points?.(result, given)) ?? result;
    return changes.chart?.(result, given) ?? result;
  });
}

/** The sandbox with another `run`, which is given the intact one. */
export function withRun(
  sandbox: Sandbox,
  run: (run: SandboxRun, next: (run: SandboxRun) => Promise<RunResult>) => Promise<RunResult>,
): Sandbox {
  const next = (given: SandboxRun): Promise<RunResult> =>
    given.kind === "chart" ? sandbox.run(given) : sandbox.run(given);
  return { run: ((given: SandboxRun) => run(given, next)) as Sandbox["run"], close: () => sandbox.close() };
}

export function withLimits(sandbox: Sandbox, limits: Partial<SandboxRun["limits"]>): Sandbox {
  return withChanges(sandbox, { run: (run) => ({ ...run, limits: { ...run.limits, ...limits } }) });
}

/** Runs these statements before the code, on its first line. */
export function withPrologue(sandbox: Sandbox, prologue: (run: SandboxRun) => string): Sandbox {
  return withChanges(sandbox, {
    run: (run) => (/^(?:export|let|const) /.test(run.code) ? { ...run, code: `${prologue(run)};${run.code}` } : run),
  });
}

export function tick(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 1));
}
