/** A span of constant UTC offset. */
export interface ZoneSpan {
  /** First instant of the span, epoch milliseconds; `null` for the first span, which reaches back without end. */
  readonly fromMs: number | null;
  /** Local time minus UTC, in minutes; fractional only before standard time was introduced. */
  readonly offsetMinutes: number;
}

/** A moment as a clock and calendar on the wall show it. */
export interface LocalParts {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
}

/** A local time to look up; absent parts are the smallest ones. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number | undefined;
  readonly minute?: number | undefined;
  readonly second?: number | undefined;
}

const DAY_MS = 86_400_000;
const PROBE_MS = 7 * DAY_MS;
/** No zone of the time zone database changed its offset before this year. */
const FIRST_YEAR_WITH_TRANSITIONS = 1800;
/** Only yearly rules are left by then, and the Gregorian calendar repeats to the weekday every 400 years. */
const FIRST_PERIODIC_YEAR = 2400;
const PERIOD_YEARS = 400;
const MAXIMUM_CACHED_ZONES = 64;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly isConstant: boolean;
  readonly isUtc: boolean;
  readonly transitionsByYear: Map<number, readonly Transition[]>;
}

interface Transition {
  readonly atMs: number;
  readonly offsetMinutes: number;
}

// Facts of the time zone database, which do not change while the process runs; probing them through Intl is slow.
const zones = new Map<string, Zone>();

/** True for names of the IANA time zone database, in any letter case; false for bare offsets such as `+02:00`. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Local time minus UTC at an instant, in minutes. @throws {RangeError} when the zone is unknown. */
export function offsetMinutesAt(timezone: string, ms: number): number {
  return probeOffset(zoneOf(timezone), ms);
}

/**
 * The spans of constant offset that cover `fromMs` to `toMs`, ascending. The first one starts at `null`, and its offset is
 * the one in force at `fromMs`. @throws {RangeError} when the zone is unknown.
 */
export function offsetSpans(timezone: string, fromMs: number, toMs: number): ZoneSpan[] {
  const zone = zoneOf(timezone);
  const spans: ZoneSpan[] = [{ fromMs: null, offsetMinutes: probeOffset(zone, fromMs) }];
  if (zone.isConstant) return spans;
  const lastYear = new Date(toMs).getUTCFullYear();
  const firstYear = Math.max(new Date(fromMs).getUTCFullYear(), FIRST_YEAR_WITH_TRANSITIONS);
  for (let year = firstYear; year <= lastYear; year++) {
    for (const { atMs, offsetMinutes } of transitionsOfYear(zone, year)) {
      if (atMs > fromMs && atMs <= toMs) spans.push({ fromMs: atMs, offsetMinutes });
    }
  }
  return spans;
}

/** Index of the span an instant lies in. */
export function spanIndexAt(spans: readonly ZoneSpan[], ms: number): number {
  let low = 0;
  let high = spans.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((spans[middle]?.fromMs ?? -Infinity) <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Offset of a span in whole milliseconds. */
export function offsetMsOf(span: ZoneSpan | undefined): number {
  return Math.round((span?.offsetMinutes ?? 0) * 60_000);
}

/** An instant as milliseconds on the local clock: the epoch value that UTC would have when it showed the same time. */
export function localMsAt(spans: readonly ZoneSpan[], ms: number): number {
  return ms + offsetMsOf(spans[spanIndexAt(spans, ms)]);
}

/**
 * The instant at which the local clock shows `localMs`. A time that the clock skips gives the first instant after the
 * gap, a time that it shows twice gives the first of both. The spans must reach two days to either side.
 */
export function instantOfLocalMs(spans: readonly ZoneSpan[], localMs: number): number {
  // No offset exceeds 26 hours, so the search need not start at the first span.
  for (let index = spanIndexAt(spans, localMs - 2 * DAY_MS); index < spans.length; index++) {
    const span = spans[index];
    const instant = localMs - offsetMsOf(span);
    if (instant < (spans[index + 1]?.fromMs ?? Infinity)) return Math.max(instant, span?.fromMs ?? -Infinity);
  }
  return localMs;
}

/** What the local clock and calendar show at an instant. @throws {RangeError} when the zone is unknown. */
export function localParts(timezone: string, ms: number): LocalParts {
  return partsOfLocalMs(ms + Math.round(offsetMinutesAt(timezone, ms) * 60_000));
}

/** Splits local milliseconds (see {@link localMsAt}) into calendar and clock. */
export function partsOfLocalMs(localMs: number): LocalParts {
  const date = new Date(localMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: ((date.getUTCDay() + 6) % 7) + 1,
  };
}

/** Local milliseconds of a calendar date and time. Parts beyond their range carry over, as in `month: 13`. */
export function localMsOfParts(time: LocalTime): number {
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(time.year, time.month - 1, time.day);
  return date.setUTCHours(time.hour ?? 0, time.minute ?? 0, time.second ?? 0, 0);
}

/**
 * Epoch milliseconds of a local time. A time that the clock skips gives the first instant after the gap, a time that it
 * shows twice gives the first of both. @throws {RangeError} when the zone is unknown.
 */
export function instantOfLocal(timezone: string, time: LocalTime): number {
  const localMs = localMsOfParts(time);
  return instantOfLocalMs(offsetSpans(timezone, localMs - 2 * DAY_MS, localMs + 2 * DAY_MS), localMs);
}

function zoneOf(timezone: string): Zone {
  const known = zones.get(timezone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  const isConstant = /^(?:utc|gmt|etc\/.*|zulu|uct)$/i.test(timezone);
  const isUtc = /^(?:utc|gmt|zulu|uct|etc\/(?:utc|gmt|zulu|uct))$/i.test(timezone);
  const zone: Zone = { format, isConstant, isUtc, transitionsByYear: new Map() };
  if (zones.size >= MAXIMUM_CACHED_ZONES) zones.clear();
  zones.set(timezone, zone);
  return zone;
}

function probeOffset(zone: Zone, ms: number): number {
  // Formatting is slow, and these zones are behind every metric that names none.
  if (zone.isUtc) return 0;
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(zone.format.format(ms));
  if (match?.[1] === undefined) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]) + Number(match[4] ?? 0) / 60;
  return match[1] === "-" ? -minutes : minutes;
}

function transitionsOfYear(zone: Zone, year: number): readonly Transition[] {
  const known = zone.transitionsByYear.get(year);
  if (known !== undefined) return known;
  const transitions =
    year < FIRST_PERIODIC_YEAR + PERIOD_YEARS ? probeTransitions(zone, year) : repeatTransitions(zone, year);
  zone.transitionsByYear.set(year, transitions);
  return transitions;
}

function repeatTransitions(zone: Zone, year: number): readonly Transition[] {
  const sameYear = FIRST_PERIODIC_YEAR + ((year - FIRST_PERIODIC_YEAR) % PERIOD_YEARS);
  const shiftMs = startOfYear(year) - startOfYear(sameYear);
  return transitionsOfYear(zone, sameYear).map(({ atMs, offsetMinutes }) => ({ atMs: atMs + shiftMs, offsetMinutes }));
}

/** Looks once a week whether the offset changed, then narrows each change down to its second. */
function probeTransitions(zone: Zone, year: number): readonly Transition[] {
  const transitions: Transition[] = [];
  const endMs = startOfYear(year + 1) - 1000;
  let cursorMs = startOfYear(year) - 1000;
  let offset = probeOffset(zone, cursorMs);
  while (cursorMs < endMs) {
    const probeMs = Math.min(cursorMs + PROBE_MS, endMs);
    if (probeOffset(zone, probeMs) === offset) {
      cursorMs = probeMs;
      continue;
    }
    let before = cursorMs;
    let after = probeMs;
    while (after - before > 1000) {
      const middle = before + Math.floor((after - before) / 2000) * 1000;
      if (probeOffset(zone, middle) === offset) before = middle;
      else after = middle;
    }
    cursorMs = after;
    offset = probeOffset(zone, after);
    transitions.push({ atMs: after, offsetMinutes: offset });
  }
  return transitions;
}

function startOfYear(year: number): number {
  return localMsOfParts({ year, month: 1, day: 1 });
}
