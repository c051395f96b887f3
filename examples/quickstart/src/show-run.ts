import type { MetricRunResult, RunEvent, RunHandle } from "@metricsmith/core";
import type { Stage } from "./stage.js";

/** How a run of a metric ended. */
export interface ShownRun {
  /** `null` when it failed. */
  readonly result: MetricRunResult | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly durationMs: number;
  readonly stepCount: number;
}

/**
 * Shows a run while it works: as a bar that moves on a terminal, as a line for each step elsewhere. The caller prints how
 * it ended.
 */
export async function showRun(
  { smith, terminal }: Stage,
  name: string,
  run: RunHandle<MetricRunResult>,
): Promise<ShownRun> {
  if (!terminal.isInteractive) terminal.line(`  ${name}`);
  let stepCount = 0;
  let durationMs = 0;
  for await (const event of smith.watch(run.id)) {
    terminal.status(`  ${progressBar(event.ratio)} ${name}  ${event.currentStep?.displayName ?? ""}`);
    if (event.step === null) continue;
    stepCount += 1;
    durationMs += event.step.durationMs;
    if (!terminal.isInteractive) terminal.line(stepLine(event, event.step));
  }
  const { result, error } = await run.result();
  return { result, error, durationMs, stepCount };
}

function stepLine(event: RunEvent, step: NonNullable<RunEvent["step"]>): string {
  const outcome =
    event.type === "step-error"
      ? "failed"
      : event.type === "step-skip"
        ? "skipped"
        : `${Math.round(step.durationMs)} ms`;
  const place = `${event.completedSteps.length}/${event.totalSteps}`;
  return `    ${place} ${step.displayName.padEnd(34)} ${outcome.padStart(8)}`;
}

function progressBar(ratio: number): string {
  const filled = Math.round(ratio * 20);
  return "█".repeat(filled) + "░".repeat(20 - filled);
}
