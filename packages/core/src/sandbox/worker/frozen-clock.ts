/**
 * Makes this thread's own `Date` tell a fixed time in UTC. QuickJS asks it for the time and for the local time zone, so what
 * holds for this thread holds inside the sandbox, whatever the host's `TZ` says. The thread runs nothing else.
 */
export function freezeClock(): { set(nowMs: number): void } {
  let now = 0;
  Date.now = () => now;
  const prototype = Date.prototype;
  prototype.getTimezoneOffset = () => 0;
  prototype.getFullYear = prototype.getUTCFullYear;
  prototype.getMonth = prototype.getUTCMonth;
  prototype.getDate = prototype.getUTCDate;
  prototype.getDay = prototype.getUTCDay;
  prototype.getHours = prototype.getUTCHours;
  prototype.getMinutes = prototype.getUTCMinutes;
  prototype.getSeconds = prototype.getUTCSeconds;
  return {
    set(nowMs) {
      now = nowMs;
    },
  };
}
