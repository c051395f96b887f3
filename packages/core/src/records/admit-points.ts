import type { StoredDataPoint } from "../metrics/data-point.js";
import { admitJson, admitNumber, admitText, admitTime } from "./admit-values.js";
import { comparePoints } from "./stored-order.js";
import { storageInvalid, storageLimits } from "./storage-errors.js";

const maximumSeriesBytes = 200;
const maximumReceiptLength = 200;

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
  if (points.length > storageLimits.points) {
    throw storageInvalid(`upsert() got ${points.length} points. Pass at most ${storageLimits.points} at a time.`);
  }
  const known: KnownTexts = { series: new Set(), payloadIds: new Set([null]) };
  const admitted = points.map((point) => admitPoint(point, known));
  if (!isAscending(admitted)) admitted.sort(comparePoints);
  return admitted.filter((point, index) => {
    const next = admitted[index + 1];
    return next === undefined || comparePoints(point, next) !== 0;
  });
}

/** Texts that were looked at already: few, and repeated by thousands of points. */
interface KnownTexts {
  readonly series: Set<string>;
  readonly payloadIds: Set<string | null>;
}

function admitPoint(point: StoredDataPoint, known: KnownTexts): AdmittedPoint {
  if (!known.series.has(point.series)) {
    assertSeries(point.series);
    known.series.add(point.series);
  }
  if (!known.payloadIds.has(point.payloadId)) {
    admitText(String(point.payloadId), "A point's payloadId");
    known.payloadIds.add(point.payloadId);
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

/**
 * The receipt of an upsert, `undefined` when it has none.
 *
 * @throws {MetricsmithError} STORAGE_INVALID without a fence, or when it cannot be stored.
 */
export function admitReceipt(input: { readonly receipt?: string | undefined; readonly fence?: object | undefined }) {
  const { receipt, fence } = input;
  if (receipt === undefined) return undefined;
  if (fence === undefined) throw storageInvalid("upsert() got a receipt without a fence. Give the run's fence too.");
  if (receipt === "" || receipt.length > maximumReceiptLength) {
    throw storageInvalid(`A receipt has ${receipt.length} characters. Use 1 to ${maximumReceiptLength}.`);
  }
  return admitText(receipt, "A receipt");
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
