import { readTime, readTimes, type TimeReading } from "../../shapes/read-times.js";
import { isWrittenOut } from "../../shapes/rank-paths.js";
import { splitWords } from "../../shapes/word-stems.js";
import type { JsonValue } from "../../util/json.js";
import { mappingPathOf, readField } from "./field-reference.js";
import { findTimeParts } from "./find-time-parts.js";
import type { Field } from "./list-fields.js";
import { isMissing, numberIn } from "./read-numbers.js";
import { statedZone } from "./stated-zone.js";
import type { TimeOption } from "./time-option.js";

const TIME_WORDS = new Set(
  (
    "time timestamp timestamps ts t date dates datetime day days dt at on created updated modified start started end ended begin epoch when " +
    "week hour month year yr quarter period utc gmt since until from to published posted opened closed merged expires expiry clock stamp " +
    "unix moment x occurred placed received sent measured recorded observed asof seen tstamp millis dateutc obstime"
  ).split(" "),
);

/** Words of numbers that are measured; with a word for a time beside them they are still no times. */
const QUANTITY_WORDS = new Set(
  (
    "value val amount amt sum total count cnt number num price volume vol quantity qty balance cost revenue sales size bytes byte " +
    "average avg mean rate ratio id ids packets requests users visits views duration latency population cap supply score salary " +
    "uptime downtime runtime lifetime overtime counter assets income budget profit spend spent fee interest capacity memory traffic load usage energy power distance weight"
  ).split(" "),
);
/** Last words that make a time of whatever stands before them. */
const TIME_ENDS = /^(?:date|timestamp|datetime|time|at|ts|epoch|unix|utc)$/;
const YEAR_MS = 365.25 * 86_400_000;
const MINUTES_BY_FORMAT: Readonly<Record<string, number>> = {
  "epoch-s": 60,
  "epoch-ms": 60_000,
  "epoch-us": 60_000_000,
  "epoch-ns": 60_000_000_000,
};

/**
 * How the times of a view's records may be read, in the order of its fields; dates in several fields come first. A field that
 * `named`, the measure's text for the time, writes out is a time whatever its name looks like.
 */
export function findTimes(
  fields: readonly Field[],
  timezone: string,
  named?: string,
  fetchedAtMs: number = Date.now(),
): TimeOption[] {
  const parts = findTimeParts(fields, timezone);
  const used = new Set(parts.flatMap((option) => option.fields.map(({ generic }) => generic)));
  return [
    ...parts,
    ...fields
      .filter(({ generic }) => !used.has(generic))
      .flatMap((field) => optionsOf(field, { fields, timezone, named, fetchedAtMs })),
  ];
}

/** True when the last key of a path has a word for a time. */
export function isNamedAsTime(field: Field): boolean {
  if (field.reference.origin.toLowerCase().endsWith("key")) return true;
  const last =
    field.generic
      .split(/[.]|\[\]|\{\}/)
      .filter((key) => key !== "")
      .at(-1) ?? "";
  if (last === "0") return true;
  const words = splitWords(last);
  return words.some((word) => TIME_WORDS.has(word) || /(?:time|date|stamp)$/.test(word) || /^(?:date|time)/.test(word));
}

interface TimeSurroundings {
  readonly fields: readonly Field[];
  readonly timezone: string;
  readonly named: string | undefined;
  readonly fetchedAtMs: number;
}

function optionsOf(field: Field, { fields, timezone, named, fetchedAtMs }: TimeSurroundings): TimeOption[] {
  const path = mappingPathOf(field.reference);
  const present = field.values.filter((value) => !isMissing(value));
  const written = present.filter(
    (value): value is string | number => typeof value === "string" || typeof value === "number",
  );
  if (path === null || written.length === 0 || written.length < present.length) return [];
  const readings = readTimes(written);
  const isWritten = named !== undefined && isWrittenOut(named, field.generic);
  const areNumeric = written.every((value) => numberIn(value) !== null);
  if (areNumeric && !isWritten && isNamedAsQuantity(field)) return [];
  const isNamed = isNamedAsTime(field) || isWritten;
  return readings
    .filter((reading) => isNamed || isTelling(reading, written, fetchedAtMs))
    .map((reading) => {
      const first = written[0] ?? "";
      const stated = reading.isLocal ? statedZone(fields, timezone, readTime(first, reading.format, "UTC") ?? 0) : null;
      const zone = stated?.kind === "UTC" ? "UTC" : zoneOf(field, reading);
      const format = reading.format === "iso" && reading.granularity === "day" ? "date" : reading.format;
      const read = (value: JsonValue | undefined): number | null => {
        if (isMissing(value)) return null;
        if (typeof value !== "string" && typeof value !== "number") return Number.NaN;
        return readTime(value, reading.format, zone ?? timezone) ?? Number.NaN;
      };
      return {
        mapping: { path, format, ...(zone === null ? {} : { zone }) },
        fields: [field],
        granularity: reading.granularity,
        isLocal: reading.isLocal && zone === null,
        isUnproven: readings.length > 1,
        isNamed: isNamed || !areNumeric,
        conflict: stated?.kind === "other" && zone === null ? stated.conflict : null,
        read: (placed, root) => read(readField(field.reference, placed, root)),
        times: field.values.map(read),
      };
    });
}

/** True for a number whose name says that it is measured, and does not end in a word for a time. */
function isNamedAsQuantity({ reference }: Field): boolean {
  const words = splitWords(reference.keys.at(-1) ?? "");
  return words.some((word) => QUANTITY_WORDS.has(word)) && !TIME_ENDS.test(words.at(-1) ?? "");
}

/**
 * Texts that can be nothing but times, or whole numbers that are near the fetch, rise or fall from record to record, and are each
 * a full minute.
 */
function isTelling({ format }: TimeReading, written: readonly (string | number)[], fetchedAtMs: number): boolean {
  if (written.some((value) => numberIn(value) === null)) return true;
  const minute = MINUTES_BY_FORMAT[format];
  const numbers = written.map(Number);
  if (minute === undefined || numbers.length < 3 || !numbers.every(Number.isInteger)) return false;
  const unitMs = 60_000 / minute;
  const isNear = numbers.every(
    (number) => number * unitMs > fetchedAtMs - 60 * YEAR_MS && number * unitMs < fetchedAtMs + 2 * YEAR_MS,
  );
  const steps = numbers.slice(1).map((number, index) => number - (numbers[index] ?? 0));
  const isSteady = steps.every((step) => step > 0) || steps.every((step) => step < 0);
  return isNear && isSteady && numbers.every((number) => number % minute === 0);
}

/** "UTC" for local times whose name says that they are in it. */
function zoneOf(field: Field, { isLocal, format }: TimeReading): "UTC" | null {
  if (!isLocal || (format !== "iso" && format !== "compact-datetime")) return null;
  const words = splitWords(field.generic.split(/[.]|\[\]|\{\}/).at(-1) ?? "");
  return words.some((word) => /^(?:utc|gmt|zulu)$|utc$/.test(word)) ? "UTC" : null;
}
