import {
  type AdmittedPoint,
  compareCodePoints,
  isSamePoint,
  type JsonObject,
  type StoredDataPoint,
} from "@metricsmith/core/adapter";
import { SharedValues } from "./shared-values.js";

type Origin = Pick<StoredDataPoint, "payloadId" | "transformerVersion">;

/** Place of a point without dimensions in its column. */
const noDimensions = 0xffff_ffff;

/**
 * The points of one generation by (timestamp, series), in columns of numbers: 28 bytes a point, and its dimensions as
 * text. Appending at the end is cheap; points in between move the later ones as whole blocks.
 */
export class GenerationPoints {
  #size = 0;
  #timestamps = new Float64Array(0);
  #values = new Float64Array(0);
  #series = new Uint32Array(0);
  #dimensions = new Uint32Array(0);
  #origins = new Uint32Array(0);
  readonly #seriesNames = new SharedValues<string>();
  readonly #dimensionTexts = new SharedValues<string>();
  readonly #originValues = new SharedValues<Origin>();

  get size(): number {
    return this.#size;
  }

  /** Stores points that are in order and have different keys. */
  upsert(points: readonly AdmittedPoint[]): { inserted: number; replaced: number; unchanged: number } {
    const insertions: { readonly index: number; readonly point: AdmittedPoint }[] = [];
    let replaced = 0;
    let index = 0;
    for (const point of points) {
      index = this.indexOf(point.timestamp, point.series, index);
      if (!this.#isAt(index, point.timestamp, point.series)) insertions.push({ index, point });
      else if (!isSamePoint({ value: this.valueAt(index), dimensions: this.dimensionsAt(index) }, point)) {
        this.#release(index);
        this.#write(index, point);
        replaced++;
      }
    }
    this.#insert(insertions);
    return { inserted: insertions.length, replaced, unchanged: points.length - insertions.length - replaced };
  }

  /** Index of the first point at or behind this place, at least `start`. */
  indexOf(timestamp: number, series = "", start = 0): number {
    let low = start;
    let high = this.#size;
    if (high > low && this.#compareAt(high - 1, timestamp, series) < 0) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compareAt(middle, timestamp, series) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Index of the first point behind this place. */
  indexAfter(timestamp: number, series: string): number {
    const index = this.indexOf(timestamp, series);
    return this.#isAt(index, timestamp, series) ? index + 1 : index;
  }

  /** Removes the points before this time, and says how many. */
  deleteBefore(timestamp: number): number {
    const count = this.indexOf(timestamp);
    for (let index = 0; index < count; index++) this.#release(index);
    for (const column of this.#columns()) column.copyWithin(0, count, this.#size);
    this.#size -= count;
    return count;
  }

  /** A number that stands for the series; `undefined` when no point has it. */
  seriesNumber(name: string): number | undefined {
    return this.#seriesNames.find(name);
  }

  seriesName(seriesNumber: number): string {
    return this.#seriesNames.get(seriesNumber);
  }

  timestampAt(index: number): number {
    return this.#timestamps[index] as number;
  }

  valueAt(index: number): number {
    return this.#values[index] as number;
  }

  seriesAt(index: number): number {
    return this.#series[index] as number;
  }

  /** JSON text; `null` when there are no dimensions. */
  dimensionsAt(index: number): string | null {
    const slot = this.#dimensions[index] as number;
    return slot === noDimensions ? null : this.#dimensionTexts.get(slot);
  }

  /** A copy of the point. */
  pointAt(index: number): StoredDataPoint {
    const { payloadId, transformerVersion } = this.#originValues.get(this.#origins[index] as number);
    const dimensions = this.dimensionsAt(index);
    return {
      series: this.seriesName(this.seriesAt(index)),
      timestamp: new Date(this.timestampAt(index)),
      value: this.valueAt(index),
      dimensions: dimensions === null ? null : (JSON.parse(dimensions) as JsonObject),
      payloadId,
      transformerVersion,
    };
  }

  #compareAt(index: number, timestamp: number, series: string): number {
    const stored = this.timestampAt(index);
    if (stored !== timestamp) return stored - timestamp;
    const name = this.seriesName(this.seriesAt(index));
    return name === series ? 0 : compareCodePoints(name, series);
  }

  #isAt(index: number, timestamp: number, series: string): boolean {
    return index < this.#size && this.#compareAt(index, timestamp, series) === 0;
  }

  /** Makes room from the back, moving what lies between two insertions at once. */
  #insert(insertions: readonly { readonly index: number; readonly point: AdmittedPoint }[]): void {
    this.#reserve(this.#size + insertions.length);
    let end = this.#size;
    for (let count = insertions.length; count > 0; count--) {
      const { index, point } = insertions[count - 1] as { index: number; point: AdmittedPoint };
      if (index < end) {
        for (const column of this.#columns()) column.copyWithin(index + count, index, end);
      }
      this.#write(index + count - 1, point);
      end = index;
    }
    this.#size += insertions.length;
  }

  #write(index: number, point: AdmittedPoint): void {
    const { dimensions, payloadId, transformerVersion } = point;
    this.#timestamps[index] = point.timestamp;
    this.#values[index] = point.value;
    this.#series[index] = this.#seriesNames.retain(point.series, point.series);
    this.#dimensions[index] = dimensions === null ? noDimensions : this.#dimensionTexts.retain(dimensions, dimensions);
    this.#origins[index] = this.#originValues.retain(`${transformerVersion} ${payloadId}`, {
      payloadId,
      transformerVersion,
    });
  }

  #release(index: number): void {
    this.#seriesNames.release(this.seriesAt(index));
    this.#originValues.release(this.#origins[index] as number);
    const slot = this.#dimensions[index] as number;
    if (slot !== noDimensions) this.#dimensionTexts.release(slot);
  }

  #columns(): readonly (Float64Array | Uint32Array)[] {
    return [this.#timestamps, this.#values, this.#series, this.#dimensions, this.#origins];
  }

  #reserve(size: number): void {
    if (size <= this.#timestamps.length) return;
    const capacity = Math.ceil(size * 1.25);
    this.#timestamps = grow(new Float64Array(capacity), this.#timestamps);
    this.#values = grow(new Float64Array(capacity), this.#values);
    this.#series = grow(new Uint32Array(capacity), this.#series);
    this.#dimensions = grow(new Uint32Array(capacity), this.#dimensions);
    this.#origins = grow(new Uint32Array(capacity), this.#origins);
  }
}

function grow<Column extends Float64Array | Uint32Array>(larger: Column, column: Column): Column {
  larger.set(column);
  return larger;
}
