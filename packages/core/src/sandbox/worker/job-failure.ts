import type { SandboxFailure } from "../job.js";

/** Ends a job inside the worker; the other thread makes a MetricsmithError of its `failure`. */
export class JobFailure extends Error {
  override readonly name = "JobFailure";
  readonly failure: SandboxFailure;

  constructor(failure: SandboxFailure) {
    super(failure.message);
    this.failure = failure;
  }
}
