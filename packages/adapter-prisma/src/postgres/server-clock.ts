/** The server's time, which never runs backwards within one storage, not even when the server's clock is set back. */
export class ServerClock {
  #latest = Number.NEGATIVE_INFINITY;

  /** The reading, or the latest one before it when that is later. */
  advance(epochMs: number): Date {
    this.#latest = Math.max(this.#latest, epochMs);
    return new Date(this.#latest);
  }
}

/** SQL for the time at which the server received the statement: epoch milliseconds as text. */
export const nowSql = "floor(extract(epoch from statement_timestamp()) * 1000)::bigint::text";
