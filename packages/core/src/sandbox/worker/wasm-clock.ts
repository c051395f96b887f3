/// <reference path="../web-assembly.d.ts" />

type ImportedFunction = (...parameters: never[]) => unknown;

/** What the emscripten module that QuickJS is pinned to gives its WebAssembly, by what no minifier changes of its source. */
const timePattern = /\bDate\.now\(\)/;
const localTimePattern = /\.getSeconds\(\)[^]*\.getTimezoneOffset\(\)/;

/** The clock of one instance, at the epoch until it is set. */
export interface WasmClock {
  /** Epoch milliseconds. */
  set(nowMs: number): void;
}

/**
 * Replaces what QuickJS asks for the time and for the local time zone, before the imports are used: its time is what the clock says,
 * and its zone is UTC whatever the host's `TZ` says. The host's own `Date` stays as it is.
 *
 * @throws when one of the two is not found
 */
export function overrideClock(imports: WebAssembly.Imports, memory: WebAssembly.Memory): WasmClock {
  let now = 0;
  replaceOnly(imports, timePattern, "time", () => now);
  replaceOnly(imports, localTimePattern, "local time", (seconds: bigint, address: number) => {
    writeUtc(new DataView(memory.buffer), address, new Date(1000 * Number(seconds)));
  });
  return {
    set(nowMs) {
      now = nowMs;
    },
  };
}

function replaceOnly(imports: WebAssembly.Imports, pattern: RegExp, what: string, replacement: ImportedFunction): void {
  const places = Object.values(imports).flatMap((functions) =>
    Object.entries(functions)
      .filter(([, value]) => typeof value === "function" && pattern.test(Function.prototype.toString.call(value)))
      .map(([name]) => ({ functions, name })),
  );
  const [place] = places;
  if (place === undefined || places.length > 1) {
    throw new Error(`QuickJS asks for its ${what} in ${places.length} places instead of one`);
  }
  place.functions[place.name] = replacement;
}

/** Fills C's `struct tm`; all that is behind the day of the year, daylight saving and the offset from UTC, is zero. */
function writeUtc(view: DataView, address: number, date: Date): void {
  const fields = [
    date.getUTCSeconds(),
    date.getUTCMinutes(),
    date.getUTCHours(),
    date.getUTCDate(),
    date.getUTCMonth(),
    date.getUTCFullYear() - 1900,
    date.getUTCDay(),
    (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) - Date.UTC(date.getUTCFullYear(), 0)) /
      86_400_000,
    0,
    0,
  ];
  for (const [index, field] of fields.entries()) view.setInt32(address + 4 * index, field, true);
}
