import type { SandboxLimits } from "../ports/sandbox.js";
import type { SandboxFailure } from "./job.js";

const megabyte = 1024 * 1024;

/** The failure of code that used too much memory. */
export function memoryFailure(limits: SandboxLimits): SandboxFailure {
  const megabytes = Math.round((limits.memoryBytes / megabyte) * 10) / 10;
  return {
    code: "TRANSFORM_MEMORY",
    message: `transform used more than its ${megabytes} MB of memory (input not counted). Make it cheaper, or raise \`limits.memoryBytes\`.`,
    details: { memoryBytes: limits.memoryBytes },
  };
}

/** The failure of code that did too much work. */
export function stepsFailure(maximumSteps: number): SandboxFailure {
  return {
    code: "TRANSFORM_STEPS",
    message: `transform did more than ${maximumSteps} steps of work and was stopped. Make it cheaper, or raise \`limits.maximumSteps\`.`,
    details: { maximumSteps },
  };
}

/** The failure of code that used too much time. */
export function timeoutFailure(timeoutMs: number): SandboxFailure {
  return {
    code: "TRANSFORM_TIMEOUT",
    message: `transform did not finish within ${timeoutMs} ms and was stopped. Make it cheaper, or raise \`limits.timeoutMs\`.`,
    details: { timeoutMs },
  };
}
