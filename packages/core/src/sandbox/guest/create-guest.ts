import type { SandboxContext } from "../../ports/sandbox.js";
import { describeError } from "./describe-error.js";
import { nameOfKind } from "./name-of-kind.js";
import { packPoints } from "./pack-points.js";
import {
  defineProperty,
  parseJson,
  PristineDate,
  PristineRangeError,
  PristineTypeError,
  stringifyJson,
} from "./pristine.js";
import { readTimestamp } from "./read-timestamp.js";
import { createSeededRandom } from "./seeded-random.js";
import { createTimeZone, type LocalTime } from "./time-zone.js";

/** What the guest needs to know before foreign code runs; arrives as JSON text. */
export interface GuestSettings {
  readonly context: SandboxContext;
  readonly seed: number;
}

/** Third argument of a transform. */
interface TransformContext {
  readonly fetchedAt: Date;
  readonly timezone: string;
  /** @throws {RangeError} when `timestamp` is no time */
  local(timestamp: unknown): LocalTime;
}

/** What the worker calls. It holds these functions before foreign code runs, so that code cannot replace them. */
export interface Guest {
  readonly context: TransformContext;
  readonly parse: (text: string) => unknown;
  readonly packPoints: (points: unknown, maximumPoints: number) => ReturnType<typeof packPoints>;
  /** JSON text in an array, or text saying what breaks the contract. */
  readonly packJson: (value: unknown) => readonly [string] | string;
  readonly describe: (error: unknown) => string;
}

function writeByLocale(): never {
  throw new PristineTypeError(
    "The sandbox prepares Intl and what writes or compares by locale only where code names it: write the name out, as in date.toLocaleString()",
  );
}

/** QuickJS ignores the locale and the options of these: what it writes is wrong, and looks right. */
function hideLocaleMethods(): void {
  const hidden = { value: writeByLocale, writable: true, configurable: true };
  defineProperty(Date.prototype, "toLocaleString", hidden);
  defineProperty(Date.prototype, "toLocaleDateString", hidden);
  defineProperty(Date.prototype, "toLocaleTimeString", hidden);
  defineProperty(Number.prototype, "toLocaleString", hidden);
  defineProperty(BigInt.prototype, "toLocaleString", hidden);
  defineProperty(String.prototype, "localeCompare", hidden);
}

/** Prepares a fresh context: seeded `Math.random`, no weak references (they show when memory is collected). */
export function createGuest(settingsText: string): Guest {
  const { context, seed } = parseJson(settingsText) as GuestSettings;
  const zone = createTimeZone(context.offsets);

  defineProperty(Math, "random", { value: createSeededRandom(seed), writable: true, configurable: true });
  hideLocaleMethods();
  Reflect.deleteProperty(globalThis, "WeakRef");
  Reflect.deleteProperty(globalThis, "FinalizationRegistry");
  // QuickJS does not clear what it adds: it would show what earlier runs left in the memory.
  Reflect.deleteProperty(SharedArrayBuffer.prototype, "grow");

  return {
    context: {
      fetchedAt: new PristineDate(context.fetchedAtMs),
      timezone: context.timezone,
      local(timestamp) {
        const { ms } = readTimestamp(timestamp, zone);
        if (!(ms >= -8.64e15 && ms <= 8.64e15))
          throw new PristineRangeError("context.local() was given something that is no time");
        return zone.toLocal(ms);
      },
    },
    parse: (text) => parseJson(text) as unknown,
    packPoints: (points, maximumPoints) => packPoints(points, maximumPoints, zone),
    packJson(value) {
      const text = stringifyJson(value) as string | undefined;
      return text === undefined ? "returned " + nameOfKind(value) + " instead of a chart config" : [text];
    },
    describe: describeError,
  };
}
