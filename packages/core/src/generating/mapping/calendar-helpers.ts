import { type CodeHelpers, codeHelper } from "./code-helper.js";

/** Calendar dates, and the clocks of the metric's time zone. */
export const calendarHelpers: CodeHelpers = {
  hourOf: codeHelper(
    ["localClock"],
    String.raw`
function hourOf(time, clock, name) {
  if (typeof time === "string") throw new Error("Record " + name + ": the time " + time + " has no hour to group by");
  const offset = clock.offsetAt(time);
  return Math.floor((time + offset) / HOUR) * HOUR - offset;
}`,
  ),

  dayOf: codeHelper(
    ["localClock"],
    String.raw`
// A calendar date counts as it is written, an instant by the clocks of the metric's time zone.
function dayOf(time, clock) {
  return typeof time === "string" ? time : new Date(time + clock.offsetAt(time)).toISOString().slice(0, 10);
}`,
  ),

  weekOf: codeHelper(
    [],
    String.raw`
// The Monday on or before a day.
function weekOf(day) {
  const date = new Date(day + "T00:00:00Z");
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}`,
  ),

  monthOf: codeHelper(
    [],
    String.raw`
// The first day of a day's month.
function monthOf(day) {
  return day.slice(0, 8) + "01";
}`,
  ),

  instantOf: codeHelper(
    [],
    String.raw`
function instantOf(time) {
  return typeof time === "string" ? Date.parse(time) : time;
}`,
  ),

  localClock: codeHelper(
    ["dayStart"],
    String.raw`
const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// The clocks of the metric's time zone: local time minus UTC, looked up once a day and exactly around a change.
function localClock(context) {
  const offsets = new Map();

  function lookUp(instant) {
    const { year, month, day, hour, minute } = context.local(instant);
    return dayStart(year, month, day) + hour * HOUR + minute * MINUTE - Math.floor(instant / MINUTE) * MINUTE;
  }

  function offsetOfDay(day) {
    if (!offsets.has(day)) offsets.set(day, lookUp(day * DAY));
    return offsets.get(day);
  }

  return {
    offsetAt(instant) {
      const day = Math.floor(instant / DAY);
      const offset = offsetOfDay(day);
      return offset === offsetOfDay(day + 1) ? offset : lookUp(instant);
    },
    // A local time that occurs twice is its first occurrence; one that was skipped moves by what was skipped.
    toInstant(wallTime) {
      const day = Math.floor(wallTime / DAY);
      const [before, after] = [offsetOfDay(day - 1), offsetOfDay(day + 2)];
      if (before === after || lookUp(wallTime - before) === before) return wallTime - before;
      return lookUp(wallTime - after) === after ? wallTime - after : wallTime - before;
    },
  };
}`,
  ),

  dayStart: codeHelper(
    [],
    String.raw`
// UTC midnight of a calendar date in epoch milliseconds, NaN when there is no such date.
function dayStart(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : NaN;
}`,
  ),

  dateText: codeHelper(
    [],
    String.raw`
function dateText(year, month, day) {
  return String(year).padStart(4, "0") + "-" + String(month).padStart(2, "0") + "-" + String(day).padStart(2, "0");
}`,
  ),
};
