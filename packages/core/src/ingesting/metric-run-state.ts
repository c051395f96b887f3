// What each step of a metric pipeline hands to the next: ids, counts and hashes, never bulk values.

export interface FetchedState {
  /** In the order in which their points are written: the historical response before the polled one. */
  readonly payloads: readonly { readonly payloadId: string; readonly kind: "historical" | "polling" }[];
  /** What a hard refresh will take away when it ends; `null` for other pipelines. */
  readonly deleting: {
    readonly points: number;
    readonly transformerIds: readonly string[];
    readonly chartTransformers: readonly { readonly id: string; readonly chartId: string }[];
  } | null;
}

/** The ingestion transformer of a run. */
export interface UsedTransformer {
  readonly id: string;
  readonly version: number;
  /** `activated`: stored before, and made active by this run. */
  readonly outcome: "created" | "reused" | "activated";
}

export interface TransformerState extends FetchedState {
  /** `null` when the response holds no records yet to write one for. */
  readonly transformer: UsedTransformer | null;
}

export interface ExecutedState extends TransformerState {
  /** Points of all payloads of this run, before keys that meet are counted once. */
  readonly pointCount: number;
  readonly datesOnly: boolean;
}

export interface SavedPoints {
  readonly inserted: number;
  readonly replaced: number;
  readonly unchanged: number;
  /** Kept from the generation before, because their payload is gone or no longer usable. */
  readonly carriedOver: number;
  readonly deleted: number;
}

export interface SavedState extends ExecutedState {
  /** The generation that holds the points: the live one, or the next. */
  readonly generation: number;
  readonly points: SavedPoints;
}

export interface ChartTransformerState extends SavedState {
  readonly charts: readonly {
    readonly chartId: string;
    /** `null` for the built-in chart function. */
    readonly transformer: { readonly id: string; readonly outcome: "created" | "reused" } | null;
    readonly error: { readonly code: string; readonly message: string } | null;
  }[];
}

/** The result of the metric pipelines. */
export interface MetricRunResult {
  readonly points: SavedPoints;
  /** `null` when the response held no records yet to write one for. */
  readonly transformer: UsedTransformer | null;
  readonly charts: {
    readonly updated: number;
    readonly failed: readonly { readonly chartId: string; readonly code: string; readonly message: string }[];
  };
}
