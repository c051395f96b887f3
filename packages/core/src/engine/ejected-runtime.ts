/**
 * What an ejected file has around the transformer's code: the clock, randomness and time zone that the sandbox gives it, and what becomes
 * of the points that it returns. TypeScript without imports, for Node and browsers.
 */
export const ejectedClock = `// As in the sandbox, the time stands still at the fetch, and randomness is the same for the same seed.
const sandboxClock = { fetchedAtMs: 0, randomState: 1 };
const Date = class extends globalThis.Date {
  constructor(...values: unknown[]) {
    super(...((values.length === 0 ? [sandboxClock.fetchedAtMs] : values) as [number]));
  }
  static override now(): number {
    return sandboxClock.fetchedAtMs;
  }
} as DateConstructor;
const Math: typeof globalThis.Math = Object.create(globalThis.Math, {
  random: {
    value(): number {
      sandboxClock.randomState = (sandboxClock.randomState * 48_271) % 2_147_483_647;
      return (sandboxClock.randomState - 1) / 2_147_483_646;
    },
  },
});`;

export const ejectedRuntime = `export interface Point {
  readonly timestamp: globalThis.Date;
  readonly value: number;
  /** "" when there is only one. */
  readonly series: string;
  readonly dimensions: Readonly<Record<string, unknown>> | null;
}

export interface Options {
  /** What the request's {PLACEHOLDERS} were filled with. */
  readonly endpointConfig?: Readonly<Record<string, string | number | boolean>>;
  /** When the response was fetched. Default: now. */
  readonly fetchedAt?: globalThis.Date;
  /** IANA name: zone of times without offset. Default: the metric's. */
  readonly timezone?: string;
}

/**
 * The points of one response, by time and series. Throws when the transformer does, and when it gives what is no list of points with
 * a time and a finite number each, or two points of one series and time.
 */
export const toPoints: (apiResponse: unknown, options?: Options) => Promise<Point[]> = (() => {
  async function toPoints(apiResponse: unknown, options: Options = {}): Promise<Point[]> {
    const { endpointConfig = {}, fetchedAt = new globalThis.Date(), timezone = metric.timezone } = options;
    sandboxClock.fetchedAtMs = fetchedAt.getTime();
    sandboxClock.randomState = 1;
    const zone = createZone(timezone, fetchedAt);
    const context = { fetchedAt: new globalThis.Date(fetchedAt.getTime()), timezone, local: (time: unknown) => zone.toLocal(readTime(time, zone)) };
    const returned: unknown = await (transform as (...input: unknown[]) => unknown)(apiResponse, endpointConfig, context);
    if (!Array.isArray(returned)) throw new Error("transform returned no array of points");
    const points = returned.map((point, index) => toPoint(point, index, zone));
    points.sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime() || compareCodePoints(a.series, b.series));
    for (const [index, point] of points.entries()) {
      const before = points[index - 1];
      if (before?.series === point.series && before.timestamp.getTime() === point.timestamp.getTime())
        throw new Error("two points have the series " + JSON.stringify(point.series) + " and the time " + point.timestamp.toISOString());
    }
    return points;
  }

  function toPoint(point: unknown, index: number, zone: Zone): Point {
    if (typeof point !== "object" || point === null) throw new Error("point " + index + " is no object");
    const { timestamp, value, series, dimensions } = point as Record<string, unknown>;
    const time = globalThis.Math.round(readTime(timestamp, zone));
    if (!(time >= -62_135_596_800_000 && time <= 253_402_300_799_999)) throw new Error("point " + index + " has no valid time");
    if (typeof value !== "number" || !(globalThis.Math.abs(value) <= Number.MAX_SAFE_INTEGER))
      throw new Error("point " + index + " has no finite value");
    return {
      timestamp: new globalThis.Date(time),
      value: value + 0,
      series: series === undefined || series === null ? "" : String(series),
      dimensions: (JSON.parse(JSON.stringify(dimensions ?? null)) ?? null) as Point["dimensions"],
    };
  }

  const ISO_TIME =
    /^(\\d{4})-(\\d\\d)(?:-(\\d\\d)(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d+))?)? ?(?:(Z)|([+-])(\\d\\d):?(\\d\\d)?)?)?)?$/;

  /** Epoch milliseconds of a Date, a number or ISO 8601 text; NaN when it is no time. A date without a time is its UTC midnight. */
  function readTime(time: unknown, zone: Zone): number {
    if (typeof time === "number") return time;
    if (time instanceof globalThis.Date) return time.getTime();
    const parts = typeof time === "string" ? ISO_TIME.exec(time) : null;
    if (parts === null) return NaN;
    const [, year, month, day = "1", hour = "0", minute = "0", second = "0", fraction = "0"] = parts.map((part) => part as string | undefined);
    const start = new globalThis.Date(0);
    start.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
    const exists = start.getUTCMonth() === Number(month) - 1 && start.getUTCDate() === Number(day);
    if (!exists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NaN;
    const clock = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
    const asUtc = start.getTime() + clock + Number((fraction + "00").slice(0, 3));
    if (parts[4] === undefined || parts[8] !== undefined) return asUtc;
    if (parts[9] === undefined) return zone.fromLocal(asUtc);
    return asUtc - (parts[9] === "-" ? -1 : 1) * (Number(parts[10]) * 60 + Number(parts[11] ?? 0)) * 60_000;
  }

  type Zone = ReturnType<typeof createZone>;

  /** Offsets are known from 1970 to 20 years after the fetch, and stay what they are beyond. */
  function createZone(timeZone: string, fetchedAt: globalThis.Date) {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    const last = globalThis.Date.UTC(fetchedAt.getUTCFullYear() + 20, 0, 1) - 1;
    const offsetAt = (time: number): number => {
      const at = globalThis.Math.floor(globalThis.Math.min(globalThis.Math.max(time, 0), last) / 60_000) * 60_000;
      const part: Record<string, number> = {};
      for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
      return globalThis.Date.UTC(part["year"] ?? 0, (part["month"] ?? 1) - 1, part["day"] ?? 1, part["hour"] ?? 0, part["minute"] ?? 0) - at;
    };
    return {
      toLocal(time: number) {
        if (Number.isNaN(time)) throw new RangeError("context.local() was given something that is no time");
        const local = new globalThis.Date(time + offsetAt(time));
        return {
          year: local.getUTCFullYear(),
          month: local.getUTCMonth() + 1,
          day: local.getUTCDate(),
          hour: local.getUTCHours(),
          minute: local.getUTCMinutes(),
          weekday: local.getUTCDay() || 7,
        };
      },
      // Of a local time that occurs twice the first; one that was skipped moves by what was skipped.
      fromLocal(local: number): number {
        const before = local - offsetAt(local - 86_400_000);
        if (before + offsetAt(before) === local) return before;
        const after = local - offsetAt(local + 86_400_000);
        return after + offsetAt(after) === local ? after : before;
      },
    };
  }

  function compareCodePoints(a: string, b: string): number {
    const [left, right] = [Array.from(a), Array.from(b)];
    for (let index = 0; index < left.length && index < right.length; index++) {
      const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
      if (difference !== 0) return difference;
    }
    return left.length - right.length;
  }

  return toPoints;
})();`;
