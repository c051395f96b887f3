/** The machine's time, which never runs backwards within one storage, not even when the machine's clock is set back. */
export class SqliteClock {
  #latest = Number.NEGATIVE_INFINITY;

  now(): Date {
    this.#latest = Math.max(this.#latest, Date.now());
    return new Date(this.#latest);
  }
}
