import { storageInvalid } from "@metricsmith/core/adapter";
import type { SqlValue } from "../database.js";

/**
 * The values of one statement. Placeholders have no numbers, which some drivers do not take: each is asked for once, in the
 * order in which they stand in the statement.
 */
export class Parameters {
  readonly values: SqlValue[] = [];

  /** A value as it is stored. */
  value(value: SqlValue): string {
    this.values.push(value);
    return "?";
  }

  /** Text to compare with; one that no row can hold is NULL, which equals nothing. */
  text(value: string): string {
    return this.value(isStorable(value) ? value : null);
  }

  /** A time to compare with. */
  time(value: Date): string {
    return this.value(timeText(value.getTime()));
  }

  /** A list as JSON text. */
  list(values: readonly unknown[]): string {
    return this.value(JSON.stringify(values));
  }
}

const latest = Date.parse("9999-12-31T23:59:59.999Z");

/** Greater than the text of every time within the years 1 to 9999. */
const afterAllTimes = ":";

/**
 * A time as Prisma's adapters for SQLite write it by default. The texts of times within the years 1 to 9999 order as the
 * times do; those of other times lie before or behind all of them.
 *
 * @throws {MetricsmithError} STORAGE_INVALID for NaN.
 */
export function timeText(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) throw storageInvalid("A time to compare with is invalid. Pass a valid Date.");
  if (milliseconds > latest) return afterAllTimes;
  return `${new Date(milliseconds).toISOString().slice(0, -1)}+00:00`;
}

/** False for text with NUL or half a surrogate pair. */
function isStorable(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}
