import type { SandboxContext } from "../../ports/sandbox.js";
import type { JsonValue } from "../../util/json.js";
import { readTimestamp } from "../guest/read-timestamp.js";
import { createTimeZone } from "../guest/time-zone.js";
import { learnPlainObjects, NotPlain, type PlainObjects } from "./plain-objects.js";
import { classes, type GuestHeap, type HeapProperty, tags } from "./guest-heap.js";

/** Points that were read from the interpreter's memory. */
export interface PlainPoints {
  readonly count: number;
  readonly timestamps: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  readonly datesOnly: boolean;
  /** `names` has `""` first, which stands for none. */
  readonly series: { readonly names: readonly string[]; readonly indexes: Uint32Array<ArrayBuffer> } | null;
  readonly dimensions: readonly (JsonValue | null)[] | null;
}

const fields = ["timestamp", "value", "series", "dimensions"] as const;
/** Longer text is left to the guest, whose memory it then takes rather than the thread's own. */
const longestText = 65_536;
/** What a dimension takes in JSON beside its key at least: quotes, a colon, a comma or brace, and a character of its value. */
const leastOfDimension = 5;

/** Where a shape has the fields of a point; -1 where it has none. */
type PointShape = Readonly<Record<(typeof fields)[number], number>>;

/**
 * Reads the result of an ingestion transform in the memory of the interpreter, if it consists of plain data: an array of objects without
 * getters and of no class, with numbers, Dates or text as times, text as series, and dimensions without anything nested. What it
 * gives is what `packPoints` gives in the guest, in a tenth of the time. `null` when the guest has to do it, to run getters or to complain.
 *
 * @param limits.assertFits - is told how many characters of JSON series and dimensions take so far at least, and may throw
 */
export function readPlainPoints(
  heap: GuestHeap,
  addresses: { readonly result: number; readonly sample: number },
  limits: {
    readonly maximumPoints: number;
    readonly context: SandboxContext;
    readonly assertFits: (characters: number) => void;
  },
): PlainPoints | null {
  try {
    const plain = learnPlainObjects(heap, addresses.sample);
    return readPoints(heap, plain, addresses.result, limits);
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

function readPoints(
  heap: GuestHeap,
  { prototype }: PlainObjects,
  result: number,
  { maximumPoints, context, assertFits }: Parameters<typeof readPlainPoints>[2],
): PlainPoints {
  const zone = createTimeZone(context.offsets);
  const list = heap.plainArray(result);
  if (list === null || list.count > maximumPoints) throw new NotPlain();
  const { first, count } = list;
  const timestamps = new Float64Array(count);
  const values = new Float64Array(count);
  let datesOnly = count > 0;
  let characters = 0;
  let indexes: Uint32Array<ArrayBuffer> | null = null;
  const names = [""];
  const positionByName = new Map<string, number>([["", 0]]);
  const positionByPointer = new Map<number, number>();
  let dimensions: (JsonValue | null)[] | null = null;
  const pointShapes = new Map<number, PointShape>();
  const sharedDimensions = new Map<number, { readonly read: JsonValue; readonly characters: number }>();
  const dimensionShapes = new Map<number, readonly HeapProperty[]>();
  let lastShape = 0;
  let place: PointShape = { timestamp: -1, value: -1, series: -1, dimensions: -1 };

  function shapeOf(pointer: number): number {
    const shape = heap.shape(pointer);
    if (heap.classId(pointer) !== classes.object || heap.prototype(shape) !== prototype) throw new NotPlain();
    return shape;
  }

  function countCharacters(length: number): void {
    characters += length;
    assertFits(characters);
  }

  function propertiesOf(shape: number): readonly HeapProperty[] {
    const properties = heap.shapeProperties(shape);
    if (properties === null) throw new NotPlain();
    return properties;
  }

  function textAt(pointer: number): string {
    if (heap.length(pointer) > longestText) throw new NotPlain();
    return heap.text(pointer);
  }

  function timeAt(address: number): number {
    const tag = heap.tag(address);
    if (tag === tags.string) {
      const usual = heap.utcTime(heap.pointer(address));
      if (!Number.isNaN(usual)) {
        datesOnly = false;
        return usual;
      }
      const { ms, isDate } = readTimestamp(textAt(heap.pointer(address)), zone);
      if (!isDate) datesOnly = false;
      return ms;
    }
    datesOnly = false;
    if (heap.isNumber(address)) return heap.number(address);
    if (tag !== tags.object || heap.classId(heap.pointer(address)) !== classes.date) throw new NotPlain();
    return heap.number(heap.data(heap.pointer(address)));
  }

  function positionAt(address: number): number {
    const tag = heap.tag(address);
    if (tag === tags.undefined || tag === tags.null) return 0;
    if (tag !== tags.string) throw new NotPlain();
    const pointer = heap.pointer(address);
    const known = positionByPointer.get(pointer);
    if (known !== undefined) return known;
    const name = textAt(pointer);
    let position = positionByName.get(name);
    if (position === undefined) {
      countCharacters(name.length);
      position = names.push(name) - 1;
      positionByName.set(name, position);
    }
    positionByPointer.set(pointer, position);
    return position;
  }

  function dimensionAt(address: number): JsonValue | undefined {
    const tag = heap.tag(address);
    if (tag === tags.string) {
      const pointer = heap.pointer(address);
      countCharacters(heap.length(pointer));
      return textAt(pointer);
    }
    if (heap.isNumber(address)) return heap.number(address);
    if (tag === tags.null) return null;
    if (tag === tags.undefined) return undefined;
    if (tag === tags.bool) return heap.boolean(address);
    throw new NotPlain();
  }

  function dimensionsAt(address: number): JsonValue | null {
    const tag = heap.tag(address);
    if (tag === tags.undefined || tag === tags.null) return null;
    if (tag !== tags.object) throw new NotPlain();
    const pointer = heap.pointer(address);
    const known = sharedDimensions.get(pointer);
    if (known !== undefined) {
      countCharacters(known.characters);
      return known.read;
    }
    const before = characters;
    const shape = shapeOf(pointer);
    let properties = dimensionShapes.get(shape);
    if (properties === undefined) {
      properties = propertiesOf(shape);
      if (properties.some(({ key }) => key === "__proto__")) throw new NotPlain();
      dimensionShapes.set(shape, properties);
    }
    const start = heap.properties(pointer);
    const read: Record<string, JsonValue> = {};
    for (const { key, offset } of properties) {
      const value = dimensionAt(start + offset);
      if (value === undefined) continue;
      countCharacters(key.length + leastOfDimension);
      read[key] = value;
    }
    // As many objects as the guest has, or a few that stand in every point would become many.
    if (heap.isShared(pointer)) sharedDimensions.set(pointer, { read, characters: characters - before });
    return read;
  }

  for (let index = 0; index < count; index++) {
    const address = first + index * 8;
    if (heap.tag(address) !== tags.object) throw new NotPlain();
    const pointer = heap.pointer(address);
    if (heap.classId(pointer) !== classes.object) throw new NotPlain();
    const shape = heap.shape(pointer);
    if (shape !== lastShape) {
      if (heap.prototype(shape) !== prototype) throw new NotPlain();
      lastShape = shape;
      place = pointShapes.get(shape) ?? pointShapeOf(propertiesOf(shape));
      pointShapes.set(shape, place);
    }
    const start = heap.properties(pointer);
    if (place.timestamp === -1) {
      timestamps[index] = Number.NaN;
      datesOnly = false;
    } else timestamps[index] = timeAt(start + place.timestamp);
    const value = start + place.value;
    values[index] = place.value !== -1 && heap.isNumber(value) ? heap.number(value) : Number.NaN;
    if (place.series !== -1) {
      const position = positionAt(start + place.series);
      if (position !== 0) {
        indexes ??= new Uint32Array(count);
        indexes[index] = position;
      }
    }
    if (place.dimensions !== -1) {
      const further = dimensionsAt(start + place.dimensions);
      if (further !== null) {
        dimensions ??= Array.from<JsonValue | null>({ length: count }).fill(null);
        dimensions[index] = further;
      }
    }
  }
  const series = indexes === null ? null : { names, indexes };
  return { count, timestamps, values, datesOnly, series, dimensions };
}

function pointShapeOf(properties: readonly HeapProperty[]): PointShape {
  function offsetOf(field: (typeof fields)[number]): number {
    return properties.find(({ key }) => key === field)?.offset ?? -1;
  }
  return {
    timestamp: offsetOf("timestamp"),
    value: offsetOf("value"),
    series: offsetOf("series"),
    dimensions: offsetOf("dimensions"),
  };
}
