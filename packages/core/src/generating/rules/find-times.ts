import { readTime, readTimes, type TimeReading } from "../../shapes/read-times.js";
import { isWrittenOut } from "../../shapes/rank-paths.js";
import { splitWords } from "../../shapes/word-stems.js";
import type { JsonValue } from "../../util/json.js";
import { mappingPathOf, readField } from "./field-reference.js";
import { findTimeParts } from "./find-time-parts.js";
import type { Field } from "./list-fields.js";
import { isMissing } from "./read-numbers.js";
import { statedZone } from "./stated-zone.js";
import type { TimeOption } from "./time-option.js";

const TIME_WORDS = new Set(
  (
    "time timestamp timestamps ts t date dates datetime day days dt at on created updated modified start started end ended begin epoch when " +
    "week hour month year yr quarter period utc gmt since until from to published posted opened closed merged expires expiry clock stamp " +
    "unix moment x occurred placed received sent measured recorded observed asof seen tstamp millis dateutc obstime"
  ).split(" "),
);

/**
 * How the times of a view's records may be read, in the order of its fields; dates in several fields come first. A field that
 * `named`, the measure's text for the time, writes out is a time whatever its name looks like.
 */
export function findTimes(fields: readonly Field[], timezone: string, named?: string): TimeOption[] {
  const parts = findTimeParts(fields, timezone);
  const used = new Set(parts.flatMap((option) => option.fields.map(({ generic }) => generic)));
  return [
    ...parts,
    ...fields.filter(({ generic }) => !used.has(generic)).flatMap((field) => optionsOf(field, fields, timezone, named)),
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

function optionsOf(field: Field, fields: readonly Field[], timezone: string, named: string | undefined): TimeOption[] {
  const path = mappingPathOf(field.reference);
  const present = field.values.filter((value) => !isMissing(value));
  const written = present.filter(
    (value): value is string | number => typeof value === "string" || typeof value === "number",
  );
  if (path === null || written.length === 0 || written.length < present.length) return [];
  const readings = readTimes(written);
  const isNamed = isNamedAsTime(field) || (named !== undefined && isWrittenOut(named, field.generic));
  return readings
    .filter((reading) => isNamed || isTelling(reading, written))
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
        isNamed: isNamed || typeof written[0] === "string",
        conflict: stated?.kind === "other" && zone === null ? stated.conflict : null,
        read: (placed, root) => read(readField(field.reference, placed, root)),
        times: field.values.map(read),
      };
    });
}

/** Texts that can be nothing but times, or numbers that rise from record to record as times do. */
function isTelling({ format }: TimeReading, written: readonly (string | number)[]): boolean {
  if (typeof written[0] === "string" && !/^\d+$/.test(written[0])) return true;
  if (format === "year" || format === "compact-date" || format === "compact-datetime" || written.length < 3)
    return false;
  const steps = written.slice(1).map((value, index) => Number(value) - Number(written[index]));
  return steps.every((step) => step > 0) || steps.every((step) => step < 0);
}

/** "UTC" for local times whose name says that they are in it. */
function zoneOf(field: Field, { isLocal, format }: TimeReading): "UTC" | null {
  if (!isLocal || (format !== "iso" && format !== "compact-datetime")) return null;
  const words = splitWords(field.generic.split(/[.]|\[\]|\{\}/).at(-1) ?? "");
  return words.some((word) => /^(?:utc|gmt|zulu)$|utc$/.test(word)) ? "UTC" : null;
}
