import type { ErrorCode } from "../errors/error-codes.js";

/** Errors of `Sandbox.run` that are the code's own fault. All others say nothing about it. */
export const FAULTS_OF_CODE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "TRANSFORM_SYNTAX",
  "TRANSFORM_CONTRACT",
  "TRANSFORM_FAILED",
  "TRANSFORM_TIMEOUT",
  "TRANSFORM_STEPS",
  "TRANSFORM_MEMORY",
  "TRANSFORM_OUTPUT_TOO_LARGE",
]);
