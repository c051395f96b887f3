/** With more different keys it is a map rather than records: its keys would be looked up in vain. */
const mostKeys = 4_096;
const slotCount = 4 * mostKeys;
/** Keys that are made to share a slot would take long to tell apart. */
const mostProbes = 32;

/** Numbers the different keys of a JSON text, from 1. A key is where it stands in the text: `start` and `length` in bytes. */
export class JsonKeys {
  readonly #json: Uint8Array;
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];
  /** By the number of a key the one that came behind it last: records of a list have their keys in the same order. */
  readonly #next = new Uint16Array(mostKeys + 1);
  #last = 0;
  readonly #slots = new Uint16Array(slotCount);

  constructor(json: Uint8Array) {
    this.#json = json;
  }

  /** The keys by their numbers. */
  list(): Uint8Array[] {
    return this.#starts.map((start, index) => this.#json.subarray(start, start + (this.#lengths[index] ?? 0)));
  }

  lengthOf(number: number): number {
    return this.#lengths[number - 1] ?? 0;
  }

  /** The key that is expected, if it stands at `start` with `end` behind it; else 0. */
  expected(start: number, end: number): number {
    const number = this.#next[this.#last] ?? 0;
    if (number === 0) return 0;
    const length = this.lengthOf(number);
    if (this.#json[start + length] !== end || !this.#is(number, start, length)) return 0;
    this.#last = number;
    return number;
  }

  /** The number of any key; 0 when there are too many. */
  number(start: number, length: number): number {
    const number = this.#find(start, length);
    if (number !== 0) {
      this.#next[this.#last] = number;
      this.#last = number;
    }
    return number;
  }

  #find(start: number, length: number): number {
    let slot = this.#hash(start, length) % slotCount;
    for (let probe = 0; probe < mostProbes; probe++) {
      const known = this.#slots[slot] ?? 0;
      if (known === 0) return this.#add(slot, start, length);
      if (this.lengthOf(known) === length && this.#is(known, start, length)) return known;
      slot = (slot + 1) % slotCount;
    }
    return 0;
  }

  #add(slot: number, start: number, length: number): number {
    if (this.#starts.length === mostKeys) return 0;
    this.#lengths.push(length);
    const number = this.#starts.push(start);
    this.#slots[slot] = number;
    return number;
  }

  #hash(start: number, length: number): number {
    let hash = 0;
    for (let at = start; at < start + length; at++) hash = (Math.imul(hash, 31) + (this.#json[at] ?? 0)) | 0;
    return hash >>> 0;
  }

  #is(number: number, start: number, length: number): boolean {
    const other = this.#starts[number - 1] ?? 0;
    for (let offset = 0; offset < length; offset++) {
      if (this.#json[start + offset] !== this.#json[other + offset]) return false;
    }
    return true;
  }
}
