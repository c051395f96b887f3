import { utcFormat, utcParse } from "d3-time-format";

interface LabelForm {
  readonly pattern: RegExp;
  readonly parse: (label: string) => Date | null;
  /** How a single row is named on an axis. */
  readonly short: (time: Date) => string;
}

const parseWeekday = utcParse("%G-W%V-%u");
const parseMinute = utcParse("%Y-%m-%d %H:%M");
const parseSecond = utcParse("%Y-%m-%d %H:%M:%S");
const parseDay = utcParse("%Y-%m-%d");
const parseYear = utcParse("%Y");

const monthAndYear = utcFormat("%b %Y");
const dayAndMonth = utcFormat("%b %-d");
const dayAndTime = utcFormat("%b %-d, %H:%M");

const forms: readonly LabelForm[] = [
  { pattern: /^\d{4}-(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])$/, parse: parseDay, short: dayAndMonth },
  { pattern: /^\d{4}-(?:0[1-9]|1[0-2])$/, parse: (label) => parseDay(`${label}-01`), short: monthAndYear },
  { pattern: /^\d{4}-W\d\d$/, parse: (label) => parseWeekday(`${label}-1`), short: utcFormat("W%V %G") },
  // An hour that the clock shows twice carries its offset the second time.
  {
    pattern: /^\d{4}-\d\d-\d\d \d\d:\d\d(?: [+-]\d\d:\d\d)?$/,
    parse: (label) => parseMinute(label.slice(0, 16)),
    short: dayAndTime,
  },
  {
    pattern: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{3})?$/,
    parse: (label) => parseSecond(label.slice(0, 19)),
    short: dayAndTime,
  },
  { pattern: /^\d{4}-Q[1-4]$/, parse: utcParse("%Y-Q%q"), short: utcFormat("Q%q %Y") },
  { pattern: /^\d{4}s?$/, parse: (label) => parseYear(label.slice(0, 4)), short: utcFormat("%Y") },
];

/** Local times of rows, written as UTC. */
export interface RowTimes {
  readonly times: readonly Date[];
  readonly short: (time: Date) => string;
}

/** The times that all labels name, or `null` when they are no times of one form in ascending order. */
export function rowTimes(labels: readonly string[]): RowTimes | null {
  const form = forms.find(({ pattern }) => pattern.test(labels[0] ?? ""));
  if (form === undefined) return null;
  const times: Date[] = [];
  for (const label of labels) {
    const time = form.pattern.test(label) ? form.parse(label) : null;
    if (time === null || time.getTime() < (times.at(-1)?.getTime() ?? -Infinity)) return null;
    times.push(time);
  }
  return { times, short: form.short };
}

const year = utcFormat("%Y");
const month = utcFormat("%b");
const hour = utcFormat("%H:%M");

/** Names ticks of a time axis: each shows what changes between ticks, and the larger unit where that changes too. */
export function timeTickFormat(ticks: readonly Date[]): (time: Date) => string {
  const isStartOfDay = (time: Date): boolean => time.getTime() % 86_400_000 === 0;
  const isStartOfMonth = (time: Date): boolean => isStartOfDay(time) && time.getUTCDate() === 1;
  const isStartOfYear = (time: Date): boolean => isStartOfMonth(time) && time.getUTCMonth() === 0;
  if (ticks.every(isStartOfYear)) return year;
  if (ticks.every(isStartOfMonth)) {
    // January alone would not say of which year the months before it are.
    return (time) => (isStartOfYear(time) ? year(time) : time === ticks[0] ? monthAndYear(time) : month(time));
  }
  if (ticks.every(isStartOfDay)) return dayAndMonth;
  return (time) => (isStartOfDay(time) ? dayAndMonth(time) : hour(time));
}
