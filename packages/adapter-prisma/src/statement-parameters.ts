import { storageInvalid } from "@metricsmith/core/adapter";
import type { SqlValue } from "./database.js";

/** The values of one statement. Each method adds one and gives the SQL that stands for it. */
export interface StatementParameters {
  readonly values: readonly SqlValue[];
  /** What follows a column of text to compare and order it by code point. */
  readonly byCodePoint: string;
  /** Text to compare with; one that no row can hold is NULL, which equals nothing. */
  text(value: string): string;
  /** What follows a column of text that is to be one of these: one value, however many there are, because placeholders are few. */
  among(values: readonly string[]): string;
  number(value: number): string;
  boolean(value: boolean): string;
  /** A time to compare with. Those beyond the years 1 to 9999 lie before or behind all that are stored. */
  time(value: Date): string;
}

/** The text, or `null` when no row can hold it: text with NUL or half a surrogate pair. */
export function storableText(text: string): string | null {
  return /\0|\p{Surrogate}/u.test(text) ? null : text;
}

/** Of the times that are stored. */
export const earliestTime = Date.parse("0001-01-01T00:00:00.000Z");
export const latestTime = Date.parse("9999-12-31T23:59:59.999Z");

/** @throws {MetricsmithError} STORAGE_INVALID for NaN. */
export function assertTime(milliseconds: number): void {
  if (Number.isNaN(milliseconds)) throw storageInvalid("A time to compare with is invalid. Pass a valid Date.");
}
