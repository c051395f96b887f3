import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import { type Step, step } from "../running/step.js";
import type { Payload } from "../metrics/payload.js";
import type { StepContext } from "../running/step-context.js";
import { fetchPayload } from "./archive-payload.js";
import type { IngestingServices } from "./ingesting-services.js";
import type { FetchedState } from "./metric-run-state.js";

/**
 * Asks the API and archives the answer. `all` asks for the historical request first, where the template has one. Repeating it asks again,
 * and only the answer whose boundary is committed counts.
 */
export function fetchingApiData(
  services: IngestingServices,
  input: { readonly displayName: string; readonly requests: "polling" | "all" },
): Step<"fetching-api-data", unknown, FetchedState> {
  return step({
    name: "fetching-api-data",
    displayName: input.displayName,
    async run(_parameters: unknown, context) {
      const metric = metricOf(context);
      const { request, historicalRequest } = services.definitionOf(metric);
      const payloads: { payloadId: string; kind: "historical" | "polling" }[] = [];
      let historical: Payload | undefined;
      if (input.requests === "all" && historicalRequest !== null) {
        historical = await fetchPayload(context, metric, { kind: "historical", request: historicalRequest });
        payloads.push({ payloadId: historical.id, kind: "historical" });
      }
      const { id } = await fetchPayload(context, metric, { kind: "polling", request, after: historical });
      payloads.push({ payloadId: id, kind: "polling" });
      return { payloads, deleting: null };
    },
  });
}

/** The metric of a metric pipeline. */
export function metricOf(context: Pick<StepContext, "metric" | "run">): Metric {
  if (context.metric !== null) return context.metric;
  throw new MetricsmithError("Metric not found or not configured", {
    code: "METRIC_NOT_FOUND",
    details: { metricId: context.run.metricId },
  });
}
