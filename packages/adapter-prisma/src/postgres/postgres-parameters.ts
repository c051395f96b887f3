import type { SqlValue } from "../database.js";
import {
  assertTime,
  earliestTime,
  latestTime,
  type StatementParameters,
  storableText,
} from "../statement-parameters.js";

/** Placeholders have numbers and types: one may stand in several places of its statement. */
export class PostgresParameters implements StatementParameters {
  readonly values: SqlValue[] = [];
  readonly byCodePoint = ` COLLATE "C"`;

  text(value: string): string {
    return `${this.#add(storableText(value))}::text`;
  }

  number(value: number): string {
    return `${this.#add(String(value))}::${Number.isSafeInteger(value) ? "bigint" : "double precision"}`;
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
    return `${this.#add(JSON.stringify(value))}::json`;
  }

  among(values: readonly string[]): string {
    return `= ANY (ARRAY(SELECT json_array_elements_text(${this.json(values.map(storableText))})))`;
  }

  bytes(value: Uint8Array): string {
    return `${this.#add(value)}::bytea`;
  }

  #add(value: SqlValue): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** UTC as PostgreSQL reads it under any setting. */
function timeText(milliseconds: number): string {
  assertTime(milliseconds);
  if (milliseconds < earliestTime) return "-infinity";
  return milliseconds > latestTime ? "infinity" : new Date(milliseconds).toISOString();
}
