/** Values that columns of numbers refer to. Equal ones are kept once, and go when nothing refers to them any more. */
export class SharedValues<Value> {
  readonly #slots = new Map<string, number>();
  readonly #keys: (string | undefined)[] = [];
  readonly #values: (Value | undefined)[] = [];
  readonly #references: number[] = [];
  readonly #free: number[] = [];

  /** The slot of the value with this key, counted as referred to once more. */
  retain(key: string, value: Value): number {
    const known = this.#slots.get(key);
    if (known !== undefined) {
      this.#references[known] = (this.#references[known] ?? 0) + 1;
      return known;
    }
    const slot = this.#free.pop() ?? this.#values.length;
    this.#slots.set(key, slot);
    this.#keys[slot] = key;
    this.#values[slot] = value;
    this.#references[slot] = 1;
    return slot;
  }

  release(slot: number): void {
    const references = (this.#references[slot] ?? 0) - 1;
    this.#references[slot] = references;
    const key = this.#keys[slot];
    if (references > 0 || key === undefined) return;
    this.#slots.delete(key);
    this.#keys[slot] = undefined;
    this.#values[slot] = undefined;
    this.#free.push(slot);
  }

  /** The value of a slot that is referred to. */
  get(slot: number): Value {
    return this.#values[slot] as Value;
  }

  /** The slot of a key; `undefined` when nothing refers to it. */
  find(key: string): number | undefined {
    return this.#slots.get(key);
  }
}
