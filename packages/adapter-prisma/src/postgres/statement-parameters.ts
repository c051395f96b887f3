import { storageInvalid } from "@metricsmith/core/adapter";
import type { SqlValue } from "../database.js";

/** The values of one statement, in the order of its placeholders. */
export class StatementParameters {
  readonly values: SqlValue[] = [];

  /** Text; one that no row can hold is NULL, which equals nothing. */
  text(value: string): string {
    return `${this.#add(isStorable(value) ? value : null)}::text`;
  }

  integer(value: number): string {
    return `${this.#add(String(value))}::bigint`;
  }

  number(value: number): string {
    return `${this.#add(String(value))}::double precision`;
  }

  boolean(value: boolean): string {
    return `${this.#add(value)}::boolean`;
  }

  time(value: Date): string {
    return `${this.#add(timeText(value.getTime()))}::timestamp`;
  }

  /** Ascending instants. */
  times(milliseconds: readonly number[]): string {
    return `${this.#add(`{${milliseconds.map(timeText).join(",")}}`)}::timestamp[]`;
  }

  /** Any JSON: how many values travel as one. Dates in it become ISO text. */
  json(value: unknown): string {
    return this.jsonText(JSON.stringify(value));
  }

  /** JSON that is text already. */
  jsonText(text: string): string {
    return `${this.#add(text)}::json`;
  }

  bytes(value: Uint8Array): string {
    return `${this.#add(value)}::bytea`;
  }

  #add(value: SqlValue): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

const earliest = Date.parse("0001-01-01T00:00:00.000Z");
const latest = Date.parse("9999-12-31T23:59:59.999Z");

/** UTC as PostgreSQL reads it under any setting. Times beyond those that are stored lie before or behind all of them. */
function timeText(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) throw storageInvalid("A time to compare with is invalid. Pass a valid Date.");
  if (milliseconds < earliest) return "-infinity";
  return milliseconds > latest ? "infinity" : new Date(milliseconds).toISOString();
}

/** False for text with NUL or half a surrogate pair. */
function isStorable(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}
