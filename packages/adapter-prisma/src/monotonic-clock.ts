/** Never runs backwards, not even when the clock that it reads is set back. */
export class MonotonicClock {
  #latest = Number.NEGATIVE_INFINITY;

  /** The reading, or the latest one before it when that is later. */
  advance(epochMs: number): Date {
    this.#latest = Math.max(this.#latest, epochMs);
    return new Date(this.#latest);
  }
}
