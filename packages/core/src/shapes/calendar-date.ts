const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAY_MS = 86_400_000;

/** UTC midnight of a calendar date in epoch milliseconds; `null` when there is no such day. */
export function calendarDateMs(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.getTime() : null;
}

/** 1 to 12 for an English month name, whole or cut to three or four letters; `null` for anything else. */
export function monthOfName(name: string): number | null {
  const lower = name.toLowerCase().replace(/\.$/, "");
  if (
    !/^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/.test(
      lower,
    )
  )
    return null;
  return MONTHS.indexOf(lower.slice(0, 3)) + 1;
}

/** UTC midnight of a weekday (1 is Monday) of an ISO week; `null` when the year has no such week. */
export function isoWeekMs(year: number, week: number, weekday: number): number | null {
  if (week < 1 || week > 53 || weekday < 1 || weekday > 7) return null;
  const fourth = calendarDateMs(year, 1, 4);
  if (fourth === null) return null;
  const firstMonday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS;
  const monday = firstMonday + (week - 1) * 7 * DAY_MS;
  // The Thursday of a week decides which year it belongs to.
  if (new Date(monday + 3 * DAY_MS).getUTCFullYear() !== year) return null;
  return monday + (weekday - 1) * DAY_MS;
}
