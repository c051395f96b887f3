import { compareCodePoints, type StoredDataPoint } from "@metricsmith/core/adapter";
import { admitJson, admitNumber, admitText, admitTime } from "./admit-values.js";
import { storageInvalid } from "./storage-invalid.js";

const maximumPoints = 10_000;
const maximumSeriesBytes = 200;

/** A point ready to be stored. */
export interface AdmittedPoint {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly series: string;
  readonly value: number;
  /** JSON text; `null` when there are no dimensions. */
  readonly dimensions: string | null;
  readonly payloadId: string | null;
  readonly transformerVersion: number | null;
}

/**
 * The points in order, one per key: of two with the same key the later one stays.
 *
 * @throws {MetricsmithError} STORAGE_INVALID when there are too many, or one cannot be stored.
 */
export function admitPoints(points: readonly StoredDataPoint[]): AdmittedPoint[] {
  if (points.length > maximumPoints) {
    throw storageInvalid(`upsert() got ${points.length} points. Pass at most ${maximumPoints} at a time.`);
  }
  const knownSeries = new Set<string>();
  const admitted = points.map((point) => admitPoint(point, knownSeries));
  if (!isAscending(admitted)) admitted.sort(comparePoints);
  return admitted.filter((point, index) => {
    const next = admitted[index + 1];
    return next === undefined || comparePoints(point, next) !== 0;
  });
}

function admitPoint(point: StoredDataPoint, knownSeries: Set<string>): AdmittedPoint {
  if (!knownSeries.has(point.series)) {
    assertSeries(point.series);
    knownSeries.add(point.series);
  }
  return {
    timestamp: admitTime(point.timestamp, "A point's timestamp"),
    series: point.series,
    value: admitNumber(point.value, "A point's value"),
    dimensions: point.dimensions === null ? null : JSON.stringify(admitJson(point.dimensions, "A point's dimensions")),
    payloadId: point.payloadId,
    transformerVersion: point.transformerVersion,
  };
}

function assertSeries(series: string): void {
  admitText(series, "A point's series");
  const bytes = Buffer.byteLength(series);
  if (bytes > maximumSeriesBytes) {
    throw storageInvalid(`A point's series has ${bytes} UTF-8 bytes. Use at most ${maximumSeriesBytes}.`);
  }
}

function isAscending(points: readonly AdmittedPoint[]): boolean {
  return points.every((point, index) => {
    const previous = points[index - 1];
    return previous === undefined || comparePoints(previous, point) < 0;
  });
}

function comparePoints(a: AdmittedPoint, b: AdmittedPoint): number {
  if (a.timestamp !== b.timestamp) return a.timestamp - b.timestamp;
  return a.series === b.series ? 0 : compareCodePoints(a.series, b.series);
}
