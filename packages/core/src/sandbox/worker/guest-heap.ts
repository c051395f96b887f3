import { readUtcTime } from "./read-utc-time.js";
import type { RawModule } from "./wasm-instance.js";

/**
 * How the pinned QuickJS, compiled for 32 bits, lays values out in its memory. Nothing here runs guest code, and nothing outside the
 * memory can be read: a wrong address gives `undefined` or a wrong number.
 */
const object = { flags: 5, classId: 6, shape: 20, properties: 24, data: 32, elements: 36, elementCount: 40 } as const;
const shape = { propertyCount: 32, prototype: 44, properties: 48 } as const;
const string = { length: 4, hash: 8, characters: 16 } as const;
const atomArrayOffset = 56;

/** Kind of a value, in the upper half of its 64 bits; every other upper half belongs to a number. */
export const tags = { string: -7, object: -1, int: 0, bool: 1, null: 2, undefined: 3 } as const;
const firstTag = -9;
const float64Tag = 8;
/** What QuickJS takes off the upper half of a double, so that no double looks like a tag. */
const float64Addend = 0x7ff8_0000 - firstTag + 1;

export const classes = { object: 1, array: 2, date: 10 } as const;

/** A property with a value, not with a getter. */
const enumerableFlag = 1 << 2;
const kindFlags = 3 << 4;
/** In the flags of an object: its elements stand side by side, none is missing or has a getter. */
const fastArrayFlag = 1 << 3;
const integerAtom = 0x8000_0000;
const deletedAtom = 0;
/** The atom is text, not a symbol. */
const ordinaryAtom = 1;
/** Longer ones are left to the guest, whose memory they then take. */
const longestKey = 1_000;
/** Shapes with more are left to the guest; it bounds the loop should the count be no count. */
const mostProperties = 100_000;

/** One property of a shape: its key, and its place in the objects of that shape. */
export interface HeapProperty {
  readonly key: string;
  readonly atom: number;
  readonly offset: number;
}

/** Values in the memory of an instance, by address. Valid until guest code runs again. */
export class GuestHeap {
  readonly #words: Uint32Array;
  readonly #halves: Uint16Array;
  readonly #bytes: Buffer;
  readonly #atoms: number;
  readonly #wordsOfDouble = new Uint32Array(2);
  readonly #double = new Float64Array(this.#wordsOfDouble.buffer);

  constructor(raw: RawModule, runtimePointer: number) {
    const { buffer } = raw.HEAPU8;
    this.#words = new Uint32Array(buffer);
    this.#halves = new Uint16Array(buffer);
    this.#bytes = Buffer.from(buffer);
    this.#atoms = this.#word(runtimePointer + atomArrayOffset);
  }

  #word(address: number): number {
    return this.#words[address >>> 2] ?? 0;
  }

  tag(address: number): number {
    return this.#word(address + 4) | 0;
  }

  isNumber(address: number): boolean {
    const tag = this.tag(address);
    return tag === tags.int || (tag - firstTag) >>> 0 >= float64Tag - firstTag;
  }

  /** Of a value that is a number. */
  number(address: number): number {
    const tag = this.tag(address);
    if (tag === tags.int) return this.#word(address) | 0;
    this.#wordsOfDouble[0] = this.#word(address);
    this.#wordsOfDouble[1] = tag + float64Addend;
    return this.#double[0] ?? Number.NaN;
  }

  /** Of a value that is `true` or `false`. */
  boolean(address: number): boolean {
    return this.#word(address) !== 0;
  }

  /** What a value that is an object or a string points to. */
  pointer(address: number): number {
    return this.#word(address);
  }

  /** Characters of a string. */
  length(pointer: number): number {
    return this.#word(pointer + string.length) & 0x7fff_ffff;
  }

  text(pointer: number): string {
    const header = this.#word(pointer + string.length);
    const length = header & 0x7fff_ffff;
    const start = pointer + string.characters;
    if (header >>> 31 === 0) return this.#bytes.toString("latin1", start, start + length);
    return Array.from(this.#halves.subarray(start >>> 1, (start >>> 1) + length), (unit) =>
      String.fromCharCode(unit),
    ).join("");
  }

  /** Epoch milliseconds of a string in the usual form; NaN for any other. */
  utcTime(pointer: number): number {
    const header = this.#word(pointer + string.length);
    // Of a string of two bytes a character the length is above any of the usual form.
    return readUtcTime(this.#bytes, pointer + string.characters, header);
  }

  /** More than one value or variable refers to an object. */
  isShared(pointer: number): boolean {
    return this.#word(pointer) > 1;
  }

  classId(pointer: number): number {
    return this.#halves[(pointer + object.classId) >>> 1] ?? 0;
  }

  /** The elements of an array whose elements are all plain: the first one's address, and the others 8 bytes each behind it. */
  plainArray(address: number): { readonly first: number; readonly count: number } | null {
    const pointer = this.pointer(address);
    if (this.tag(address) !== tags.object || this.classId(pointer) !== classes.array) return null;
    if (((this.#bytes[pointer + object.flags] ?? 0) & fastArrayFlag) === 0) return null;
    const count = this.#word(pointer + object.elementCount);
    // Its first property is its length, which can be larger than what it holds.
    if (this.tag(this.properties(pointer)) !== tags.int || this.number(this.properties(pointer)) !== count) return null;
    return { first: this.#word(pointer + object.elements), count };
  }

  /** The address of the first property's value; the others follow, 8 bytes each. */
  properties(pointer: number): number {
    return this.#word(pointer + object.properties);
  }

  /** The address of a Date's time. */
  data(pointer: number): number {
    return pointer + object.data;
  }

  shape(pointer: number): number {
    return this.#word(pointer + object.shape);
  }

  /** What objects of a shape inherit from. */
  prototype(shapePointer: number): number {
    return this.#word(shapePointer + shape.prototype);
  }

  /** The keys of a shape as QuickJS numbers them; `null` when they are too many. */
  atoms(shapePointer: number): number[] | null {
    return this.#slots(shapePointer)?.map(({ atom }) => atom) ?? null;
  }

  /** The properties of a shape in their order; `null` when they are too many, or one is hidden, has a getter, or is no ordinary name. */
  shapeProperties(shapePointer: number): HeapProperty[] | null {
    const slots = this.#slots(shapePointer);
    if (slots === null) return null;
    const found: HeapProperty[] = [];
    for (const { atom, flags, offset } of slots) {
      if (atom >= integerAtom || (flags & enumerableFlag) === 0 || (flags & kindFlags) !== 0) return null;
      const pointer = this.#word(this.#atoms + atom * 4);
      if (this.#word(pointer + string.hash) >>> 30 !== ordinaryAtom || this.length(pointer) > longestKey) return null;
      found.push({ key: this.text(pointer), atom, offset });
    }
    return found;
  }

  #slots(shapePointer: number): { readonly atom: number; readonly flags: number; readonly offset: number }[] | null {
    const count = this.#word(shapePointer + shape.propertyCount);
    if (count > mostProperties) return null;
    const slots = Array.from({ length: count }, (_, index) => {
      const address = shapePointer + shape.properties + index * 8;
      return { atom: this.#word(address + 4), flags: this.#word(address) >>> 26, offset: index * 8 };
    });
    return slots.filter(({ atom }) => atom !== deletedAtom);
  }
}
