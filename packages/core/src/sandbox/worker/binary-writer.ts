/** Of the pinned QuickJS's binary form of values; see `QTS_bjson_decode`. */
const version = 5;
export const tags = { null: 1, false: 3, true: 4, int: 5, float: 6, text: 7, object: 8, array: 9 } as const;

/** What any value but a text takes at most. */
const roomForValue = 16;
const countBytes = 4;
const mostCounted = 2 ** (7 * countBytes);
/** Most characters of a text whose length takes one byte: of its 7 bits one says how wide the characters are. */
export const shortText = 63;

/** Writes values in QuickJS's binary form. */
export class BinaryWriter {
  #out: Uint8Array;
  #end = 0;
  #view: DataView;

  constructor(expectedBytes: number) {
    this.#out = new Uint8Array(expectedBytes);
    this.#view = new DataView(this.#out.buffer);
  }

  written(): Uint8Array {
    return this.#out.subarray(0, this.#end);
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#out.length) return;
    const larger = new Uint8Array(2 * this.#out.length + bytes);
    larger.set(this.written());
    this.#out = larger;
    this.#view = new DataView(larger.buffer);
  }

  /** What stands before all values: the keys, which are numbered in it. */
  header(keys: readonly Uint8Array[]): void {
    this.#reserve(roomForValue);
    this.#out[this.#end++] = version;
    this.size(keys.length);
    for (const key of keys) this.#characters(key);
  }

  /** A number without a sign, 7 bits a byte. */
  size(value: number): void {
    this.#reserve(roomForValue);
    let rest = value;
    while (rest > 0x7f) {
      this.#out[this.#end++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#out[this.#end++] = rest;
  }

  tag(tag: number): void {
    this.#reserve(roomForValue);
    this.#out[this.#end++] = tag;
  }

  number(value: number): void {
    if ((value | 0) === value && !Object.is(value, -0)) {
      this.tag(tags.int);
      this.size(((value << 1) ^ (value >> 31)) >>> 0);
      return;
    }
    this.tag(tags.float);
    this.#view.setFloat64(this.#end, value, true);
    this.#end += 8;
  }

  /** Leaves room for the count of an array or object, which is known at its end. @returns what `closeCount` needs */
  openCount(tag: number): number {
    this.tag(tag);
    const place = this.#end;
    this.#end += countBytes;
    return place;
  }

  /** False when the count is too large. */
  closeCount(place: number, count: number): boolean {
    for (let index = 0; index < countBytes; index++) {
      const isLast = index === countBytes - 1;
      this.#out[place + index] = ((count >>> (7 * index)) & 0x7f) | (isLast ? 0 : 0x80);
    }
    return count < mostCounted;
  }

  /**
   * Short text of ASCII, as most is: written while it is read, up to the byte that ends it.
   *
   * @returns its length, or -1 and nothing written when it is longer, or holds anything that JSON escapes or that is not ASCII
   */
  shortText(json: Uint8Array, start: number, quote: number, backslash: number): number {
    this.#reserve(shortText + roomForValue);
    const out = this.#out;
    const first = this.#end + 2;
    for (let length = 0; length <= shortText; length++) {
      const byte = json[start + length] ?? 0;
      if (byte === quote) {
        out[first - 2] = tags.text;
        out[first - 1] = length * 2;
        this.#end = first + length;
        return length;
      }
      if (byte < 0x20 || byte >= 0x80 || byte === backslash) break;
      out[first + length] = byte;
    }
    return -1;
  }

  /** Text of ASCII. */
  asciiText(bytes: Uint8Array): void {
    this.tag(tags.text);
    this.#characters(bytes);
  }

  #characters(bytes: Uint8Array): void {
    this.#reserve(bytes.length + roomForValue);
    this.size(bytes.length * 2);
    this.#out.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Any text: a byte a character where that is enough, else two. */
  text(text: string): void {
    let isWide = false;
    for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0xff) isWide = true;
    this.#reserve(2 * text.length + roomForValue);
    this.tag(tags.text);
    this.size(text.length * 2 + (isWide ? 1 : 0));
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      this.#out[this.#end++] = unit & 0xff;
      if (isWide) this.#out[this.#end++] = unit >>> 8;
    }
  }
}
