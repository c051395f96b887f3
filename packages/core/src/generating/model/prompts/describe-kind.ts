import type { MetricKind } from "../../../metrics/metric.js";

/** What the kind of a metric means for the timestamps of its points. */
export function describeKind(kind: MetricKind): string {
  switch (kind) {
    case "history":
      return "history: the response tells when each value was measured, and every timestamp is read from it.";
    case "gauge":
      return "gauge: the response tells the present state. Every timestamp is context.fetchedAt: one point, or one per series.";
    case "snapshot":
      return "snapshot: the latest state, which replaces the one before. Every timestamp is context.fetchedAt: one point, or one per series; what belongs to it goes into dimensions.";
  }
}
