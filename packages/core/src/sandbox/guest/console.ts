import {
  defineProperty,
  getTime,
  isFinite,
  mapGet,
  mapSet,
  PristineDate,
  PristineError,
  PristineMap,
  readDecimal,
  readInteger,
  slice,
  stringifyJson,
  toNumber,
  toText,
} from "./pristine.js";

const maximumLines = 100;
const maximumLineLength = 500;

type Describe = (value: unknown) => string;

/** What Node's console writes of a value that is no object; `undefined` for objects. */
function describePrimitive(value: unknown): string | undefined {
  if (value === null) return "null";
  if (typeof value === "string") return value;
  if (typeof value === "number") return value === 0 && 1 / value < 0 ? "-0" : toText(value);
  if (typeof value === "bigint") return toText(value) + "n";
  return typeof value === "object" || typeof value === "function" ? undefined : toText(value);
}

function describeObject(value: object): string {
  if (value instanceof PristineError) return toText(value);
  if (value instanceof PristineDate) return isFinite(getTime(value)) ? value.toISOString() : "Invalid Date";
  const text = stringifyJson(value) as string | undefined;
  return text ?? (typeof value === "function" ? "[Function]" : "{}");
}

/** Objects are written as JSON. */
const describe: Describe = (value) => {
  try {
    return describePrimitive(value) ?? describeObject(value as object);
  } catch {
    return "[unreadable]";
  }
};

/** Says how a placeholder such as `%s` writes its value; `undefined` when it is none. */
function placeholder(letter: string): Describe | undefined {
  if (letter === "s" || letter === "j" || letter === "o" || letter === "O") return describe;
  if (letter === "d") return (value) => describeNumber(value, toNumber);
  if (letter === "i") return (value) => describeNumber(value, readInteger);
  if (letter === "f") return (value) => describeNumber(value, readDecimal);
  return letter === "c" ? () => "" : undefined;
}

function describeNumber(value: unknown, convert: (value: never) => number): string {
  if (typeof value === "bigint") return describe(value);
  if (typeof value === "symbol" || (typeof value === "object" && value !== null)) return "NaN";
  return describe(convert(value as never));
}

/** The parts joined as Node's console does, with the placeholders of the first one filled. */
function formatLine(parts: readonly unknown[]): string {
  let line = "";
  let next = 0;
  const first = parts[0];
  if (typeof first === "string" && parts.length > 1) {
    next = 1;
    for (let index = 0; index < first.length; index++) {
      const letter = first[index] === "%" ? (first[index + 1] ?? "") : "";
      const write = next < parts.length ? placeholder(letter) : undefined;
      if (write !== undefined) line += write(parts[next++]);
      else if (letter === "%") line += "%";
      else {
        line += first[index] ?? "";
        continue;
      }
      index++;
    }
  }
  for (; next < parts.length; next++) line += (next === 0 ? "" : " ") + describe(parts[next]);
  return line;
}

/**
 * Defines `console`, which keeps the first 100 lines, each cut at 500 characters. Gives a function whose result is JSON text of
 * the array of lines; it runs no foreign code.
 */
export function installConsole(): () => string {
  let text = "";
  let lines = 0;
  const counts = new PristineMap<string, number>();

  function write(...parts: unknown[]): void {
    if (lines >= maximumLines) return;
    const line = stringifyJson(slice(formatLine(parts), 0, maximumLineLength));
    // An object that is written may write lines itself.
    if (lines >= maximumLines) return;
    text += (lines === 0 ? "" : ",") + line;
    lines++;
  }

  const silent = (): void => {};
  const console = {
    log: write,
    info: write,
    warn: write,
    error: write,
    debug: write,
    table: write,
    group: write,
    dir: (value: unknown) => write(value),
    trace: (...parts: unknown[]) => write("Trace: " + formatLine(parts)),
    assert(isTrue: unknown, ...parts: unknown[]) {
      if (isTrue) return;
      write(parts.length === 0 ? "Assertion failed" : "Assertion failed: " + formatLine(parts));
    },
    count(label: unknown = "default") {
      const name = toText(label);
      const count = (mapGet(counts, name) ?? 0) + 1;
      mapSet(counts, name, count);
      write(name + ": " + toText(count));
    },
    // Time stands still inside.
    time: silent,
    timeLog: silent,
    timeEnd: silent,
    groupEnd: silent,
  };
  defineProperty(globalThis, "console", { value: console, writable: true, configurable: true });
  return () => "[" + text + "]";
}
