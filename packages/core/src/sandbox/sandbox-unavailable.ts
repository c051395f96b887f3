import { MetricsmithError } from "../errors/metricsmith-error.js";

/** @param what - a sentence without its end, such as "QuickJS could not be started in this process" */
export function sandboxUnavailable(what: string, cause: unknown): MetricsmithError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MetricsmithError(`${what}: ${reason.slice(0, 300)}. Read \`cause\`.`, {
    code: "SANDBOX_UNAVAILABLE",
    cause,
  });
}
