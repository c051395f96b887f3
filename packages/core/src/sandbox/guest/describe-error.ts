import { PristineError, slice, stringifyJson, toText } from "./pristine.js";

const nameLength = 80;
const messageLength = 500;
const stackLength = 2_000;

/** Reads text that foreign code provides; `""` when that throws or is no text. */
function readText(read: () => unknown, maximumLength: number): string {
  try {
    const text = read();
    return typeof text === "string" ? slice(text, 0, maximumLength) : "";
  } catch {
    return "";
  }
}

/** JSON text of `[name, message, stack]` of anything thrown, each cut to a bound. Never throws but for a lack of memory. */
export function describeError(error: unknown): string {
  if (typeof error !== "object" || error === null) {
    return stringifyJson(["", readText(() => toText(error), messageLength), ""]);
  }
  const fields = error as { name?: unknown; message?: unknown; stack?: unknown };
  const name = readText(() => fields.name, nameLength);
  const message = readText(() => fields.message, messageLength);
  const stack = readText(() => fields.stack, stackLength);
  if (message !== "" || error instanceof PristineError) return stringifyJson([name, message, stack]);
  return stringifyJson([name, readText(() => stringifyJson(error), messageLength), stack]);
}
