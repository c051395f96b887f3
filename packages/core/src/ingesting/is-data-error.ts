import { MetricsmithError } from "../errors/metricsmith-error.js";

/** True when the response and the code do not fit together: nothing that waiting or another worker would mend. */
export function isDataError(error: unknown): boolean {
  return MetricsmithError.isInstance(error) && (error.category === "data" || error.code === "PAYLOAD_NOT_FOUND");
}
