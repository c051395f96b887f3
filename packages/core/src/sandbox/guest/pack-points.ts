import { nameOfKind } from "./name-of-kind.js";
import {
  Float64,
  isArray,
  isInteger,
  mapGet,
  mapSet,
  parseJson,
  PristineArrayBuffer,
  PristineMap,
  repeat,
  stringifyJson,
  toText,
  Uint32,
} from "./pristine.js";
import { readTimestamp } from "./read-timestamp.js";
import type { TimeZone } from "./time-zone.js";

/** count, timestamps, values, datesOnly, series names (JSON text), series indexes, dimensions (JSON text). */
type PackedTuple = readonly [number, ArrayBuffer, ArrayBuffer, boolean, string, ArrayBuffer | null, string | null];

/** An array of `length` elements that exist, so that writing one meets no setter a transform put on a prototype. */
function filledArray(length: number): unknown[] {
  return parseJson("[" + repeat("null,", length - 1) + "null]") as unknown[];
}

/**
 * The result of an ingestion transform as columns. A number instead is the count of points when it is above `maximumPoints`;
 * text says what breaks the contract.
 */
export function packPoints(points: unknown, maximumPoints: number, zone: TimeZone): PackedTuple | number | string {
  if (!isArray(points)) return "returned " + nameOfKind(points) + " instead of an array of data points";
  const count: unknown = points.length;
  if (typeof count !== "number" || !isInteger(count) || count < 0) return "returned an array without a usable length";
  if (count > maximumPoints) return count;

  // Views are made over buffers, because `.buffer` of a view is a getter that a transform can replace.
  const timestampBuffer = new PristineArrayBuffer(count * 8);
  const timestamps = new Float64(timestampBuffer);
  const valueBuffer = new PristineArrayBuffer(count * 8);
  const values = new Float64(valueBuffer);
  let datesOnly = count > 0;
  let seriesBuffer: ArrayBuffer | null = null;
  let seriesIndexes: Uint32Array | null = null;
  let seriesNames = '[""';
  let seriesCount = 1;
  const seriesIndexByName = new PristineMap<string, number>();
  let dimensions: unknown[] | null = null;

  for (let index = 0; index < count; index++) {
    const point: unknown = points[index];
    if (typeof point !== "object" || point === null)
      return "returned " + nameOfKind(point) + " instead of an object as point " + index;
    const fields = point as { timestamp?: unknown; value?: unknown; series?: unknown; dimensions?: unknown };

    const { ms, isDate } = readTimestamp(fields.timestamp, zone);
    timestamps[index] = ms;
    if (!isDate) datesOnly = false;

    const { value, series, dimensions: further } = fields;
    values[index] = typeof value === "number" ? value : NaN;

    if (series !== undefined && series !== null && series !== "") {
      if (typeof series !== "string" && typeof series !== "number" && typeof series !== "boolean") {
        return "returned " + nameOfKind(series) + " instead of text as the series of point " + index;
      }
      const name = toText(series);
      let position = mapGet(seriesIndexByName, name);
      if (position === undefined) {
        position = seriesCount++;
        mapSet(seriesIndexByName, name, position);
        seriesNames += "," + stringifyJson(name);
      }
      seriesBuffer ??= new PristineArrayBuffer(count * 4);
      seriesIndexes ??= new Uint32(seriesBuffer);
      seriesIndexes[index] = position;
    }

    if (further !== undefined && further !== null) {
      dimensions ??= filledArray(count);
      dimensions[index] = further;
    }
  }

  const written = dimensions === null ? null : (stringifyJson(dimensions) as string | undefined);
  if (written === undefined) return "changed how its dimensions are written as JSON";
  return [count, timestampBuffer, valueBuffer, datesOnly, seriesNames + "]", seriesBuffer, written];
}
