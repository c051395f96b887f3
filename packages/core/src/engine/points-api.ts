import type { StoredDataPoint } from "../metrics/data-point.js";
import type { Metric } from "../metrics/metric.js";
import type { PointBucket, PointPosition, PointSummary } from "../ports/points.js";
import { metricNotFound } from "../running/start-run.js";
import { type EngineCore, getScoped, type Scope } from "./engine-core.js";

export interface ReadPoints {
  readonly metricId: string;
  /** Included. */
  readonly from?: Date | undefined;
  /** Excluded. */
  readonly to?: Date | undefined;
  readonly series?: string | undefined;
}

/** Points of a metric's live generation: all of it old, or all of it new. */
export interface PointsApi {
  /**
   * By ascending timestamp, then series by code point. At most `limit` (1 to 10,000, default 10,000) from behind `after` on.
   *
   * @throws {MetricsmithError} METRIC_NOT_FOUND
   */
  list(
    input: ReadPoints & { readonly after?: PointPosition | undefined; readonly limit?: number | undefined },
  ): Promise<StoredDataPoint[]>;
  /** Count and extent. @throws {MetricsmithError} METRIC_NOT_FOUND */
  summarize(input: ReadPoints): Promise<PointSummary>;
  /**
   * Non-empty buckets between ascending boundaries, by bucket and series.
   *
   * @throws {MetricsmithError} METRIC_NOT_FOUND
   */
  aggregate(input: {
    readonly metricId: string;
    readonly boundaries: readonly Date[];
    readonly series?: string | undefined;
    readonly dimension?: string | undefined;
  }): Promise<PointBucket[]>;
}

export function createPointsApi(core: EngineCore, scope: Scope): PointsApi {
  const { points } = core.options.storage;

  async function live<Input extends { readonly metricId: string }>(input: Input) {
    const metric: Metric | null = await getScoped(core, scope, "metrics", input.metricId);
    if (metric === null) throw metricNotFound(input.metricId);
    return { ...input, generation: metric.liveGeneration };
  }

  return {
    list: async (input) => points.list({ ...(await live(input)), limit: input.limit ?? 10_000 }),
    summarize: async (input) => points.summarize(await live(input)),
    aggregate: async (input) => points.aggregate(await live(input)),
  };
}
