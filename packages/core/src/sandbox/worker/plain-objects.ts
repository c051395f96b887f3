import { classes, type GuestHeap, tags } from "./guest-heap.js";

/** Says that the guest itself has to pack the points. */
export class NotPlain extends Error {}

/**
 * What `sample` has to be: `[{ timestamp: 1, value: 2.5, series: "s", dimensions: null, toJSON: true }]`, from which it is learnt
 * that the memory is laid out as expected, and what plain objects inherit from.
 */
export const sampleSource = '[{timestamp:1,value:2.5,series:"s",dimensions:null,toJSON:true}]';

export interface PlainObjects {
  /** What plain objects inherit from. */
  readonly prototype: number;
}

/** @throws {NotPlain} when the memory is laid out otherwise, or every object has a field of a point already */
export function learnPlainObjects(heap: GuestHeap, sample: number): PlainObjects {
  const list = heap.plainArray(sample);
  if (list?.count !== 1) throw new NotPlain();
  const first = heap.pointer(list.first);
  const shape = heap.shape(first);
  const properties = heap.shapeProperties(shape) ?? [];
  const keys = properties.map(({ key }) => key).join();
  const values = heap.properties(first);
  const isAsExpected =
    keys === "timestamp,value,series,dimensions,toJSON" &&
    heap.classId(first) === classes.object &&
    heap.number(values) === 1 &&
    heap.number(values + 8) === 2.5 &&
    heap.text(heap.pointer(values + 16)) === "s" &&
    heap.tag(values + 24) === tags.null;
  const prototype = heap.prototype(shape);
  const inherited = heap.atoms(heap.shape(prototype));
  // A field that every object inherits, or a `toJSON`, which decides how dimensions are written.
  const isClear = inherited !== null && properties.every(({ atom }) => !inherited.includes(atom));
  if (!isAsExpected || !isClear) throw new NotPlain();
  return { prototype };
}
