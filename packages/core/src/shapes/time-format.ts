/** How a time is written; the words are those of mappings. */
export type ShapeTimeFormat =
  | "iso"
  | "epoch-s"
  | "epoch-ms"
  | "epoch-us"
  | "epoch-ns"
  | "date"
  | "month"
  | "year"
  | "compact-date"
  | "compact-datetime"
  | "iso-week"
  | "quarter"
  | "rfc-2822"
  | "dotnet"
  | "us-date"
  | "eu-date"
  | "month-name";

/** What a time stands for: a moment, or a whole day, week, month, quarter or year of the calendar. */
export type TimeGranularity = "instant" | "day" | "week" | "month" | "quarter" | "year";

/** A time as it is written, before a zone is applied. */
export interface WrittenTime {
  /** Epoch milliseconds, or where `isLocal` those that UTC would have when it showed the same clock. */
  readonly ms: number;
  /** True when an instant was written without an offset: it belongs to the zone of whoever wrote it. */
  readonly isLocal: boolean;
  readonly granularity: TimeGranularity;
}
