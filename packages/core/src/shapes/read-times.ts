import { instantOfLocal, partsOfLocalMs } from "../util/time-zone.js";
import { parseWrittenTime } from "./parse-written-time.js";
import type { ShapeTimeFormat, TimeGranularity, WrittenTime } from "./time-format.js";

/** A format that fits every text or number of one path. */
export interface TimeReading {
  readonly format: ShapeTimeFormat;
  /** The finest that occurs. */
  readonly granularity: TimeGranularity;
  /** True when some of the instants have no offset. */
  readonly isLocal: boolean;
}

/** Most telling first: a text that several formats fit is read in the first of them. */
const TEXT_FORMATS: readonly ShapeTimeFormat[] = [
  "iso",
  "month",
  "iso-week",
  "quarter",
  "rfc-2822",
  "dotnet",
  "us-date",
  "eu-date",
  "month-name",
];
const DIGIT_FORMATS: readonly ShapeTimeFormat[] = ["compact-date", "compact-datetime", "year"];
const EPOCH_FORMATS: readonly ShapeTimeFormat[] = ["epoch-s", "epoch-ms", "epoch-us", "epoch-ns"];
const FINEST_FIRST: readonly TimeGranularity[] = ["instant", "day", "week", "month", "quarter", "year"];

const EARLIEST_MS = Date.UTC(1970, 0, 1);
const LATEST_MS = Date.UTC(2101, 0, 1);
/** Calendar years go further back than computers do. */
const EARLIEST_YEAR_MS = Date.UTC(1800, 0, 1);
/** Epoch numbers of the first months of 1970 look like any other number. */
const EARLIEST_EPOCH_MS = Date.UTC(1973, 0, 1);

/**
 * The formats in which every one of the texts or numbers of a path is a plausible time, best first; `[]` when none is.
 * More than one is returned only where the values do not tell: "03/04/2026" fits `us-date` and `eu-date`, until a day beyond
 * 12 proves one of them. Epochs are told apart by magnitude. Instants lie in 1970 to 2100, calendar dates in 1800 to 2100.
 */
export function readTimes(values: readonly (string | number)[]): TimeReading[] {
  if (values.length === 0) return [];
  const areNumeric = values.every((value) => typeof value === "number" || /^\s*-?\d+(?:\.\d+)?\s*$/.test(value));
  const formats = areNumeric
    ? [...DIGIT_FORMATS, ...EPOCH_FORMATS]
    : [...TEXT_FORMATS, ...(values.every((value) => typeof value === "string") ? DIGIT_FORMATS : [])];
  const readings = formats.flatMap((format) => fits(values, format) ?? []);
  // A number that is a date in digits is one: the epoch that it would be lies in 1970.
  return areNumeric ? readings.slice(0, 1) : readings;
}

/**
 * Epoch milliseconds of a time in one format; `null` when it is none. Instants without an offset are read in `zone`, an IANA
 * name or an offset such as "+02:00"; calendar dates are their UTC midnight. @throws {RangeError} when the zone is unknown.
 */
export function readTime(value: string | number, format: ShapeTimeFormat, zone: string): number | null {
  const written = parseWrittenTime(value, format);
  if (written === null) return null;
  return written.isLocal ? instantInZone(written.ms, zone) : written.ms;
}

/** The instant at which a clock in `zone` shows what `localMs` shows in UTC. @throws {RangeError} when the zone is unknown. */
export function instantInZone(localMs: number, zone: string): number {
  const offset = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return localMs - (offset[1] === "-" ? -minutes : minutes) * 60_000;
  }
  const { second, ...parts } = partsOfLocalMs(localMs);
  return instantOfLocal(zone, { ...parts, second }) + (((localMs % 1_000) + 1_000) % 1_000);
}

function fits(values: readonly (string | number)[], format: ShapeTimeFormat): TimeReading | null {
  let finest = FINEST_FIRST.length - 1;
  let isLocal = false;
  for (const value of values) {
    const written = parseWrittenTime(value, format);
    if (written === null || !isPlausible(written, format)) return null;
    finest = Math.min(finest, FINEST_FIRST.indexOf(written.granularity));
    isLocal ||= written.isLocal;
  }
  return { format, granularity: FINEST_FIRST[finest] ?? "instant", isLocal };
}

function isPlausible({ ms, granularity }: WrittenTime, format: ShapeTimeFormat): boolean {
  if (format.startsWith("epoch")) return ms >= EARLIEST_EPOCH_MS && ms < LATEST_MS;
  return ms >= (granularity === "instant" ? EARLIEST_MS : EARLIEST_YEAR_MS) && ms < LATEST_MS;
}
