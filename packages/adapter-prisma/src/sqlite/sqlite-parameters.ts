import type { SqlValue } from "../database.js";
import { assertTime, latestTime, type StatementParameters, storableText } from "../statement-parameters.js";

/** Placeholders have no numbers, which some drivers do not take: they are asked for in the order in which they stand in the statement. */
export class SqliteParameters implements StatementParameters {
  readonly values: SqlValue[] = [];
  /** SQLite does so by itself. */
  readonly byCodePoint = "";

  /** A value as it is stored. */
  value(value: SqlValue): string {
    this.values.push(value);
    return "?";
  }

  text(value: string): string {
    return this.value(storableText(value));
  }

  number(value: number): string {
    return this.value(value);
  }

  boolean(value: boolean): string {
    return this.value(Number(value));
  }

  time(value: Date): string {
    return this.value(timeText(value.getTime()));
  }

  among(values: readonly string[]): string {
    return `IN (SELECT "value" FROM json_each(${this.list(values.map(storableText))}))`;
  }

  /** A list as JSON text. */
  list(values: readonly unknown[]): string {
    return this.value(JSON.stringify(values));
  }
}

/** Greater than the text of every time within the years 1 to 9999. */
const afterAllTimes = ":";

/**
 * A time as Prisma's adapters for SQLite write it by default. The texts of times within the years 1 to 9999 order as the
 * times do; those of other times lie before or behind all of them.
 *
 * @throws {MetricsmithError} STORAGE_INVALID for NaN.
 */
export function timeText(milliseconds: number): string {
  assertTime(milliseconds);
  if (milliseconds > latestTime) return afterAllTimes;
  return `${new Date(milliseconds).toISOString().slice(0, -1)}+00:00`;
}
