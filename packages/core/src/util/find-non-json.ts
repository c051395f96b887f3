/** A place in a value that JSON would lose or change. */
export interface NonJson {
  /** Such as `items.3.at`; `""` is the value itself. */
  readonly path: string;
  /** What stands there, such as "a Date". */
  readonly found: string;
}

const maximumDepth = 100;

/**
 * The first place whose value would come back from JSON as something else: dates, maps, typed arrays and other instances, functions,
 * symbols, big integers, NaN and the infinities. `null` when there is none. Absent and `undefined` members are the same and no loss.
 */
export function findNonJson(value: unknown, path = "", depth = 0): NonJson | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? null : { path, found: String(value) };
  if (typeof value === "string" || typeof value === "boolean") return null;
  if (typeof value !== "object") return { path, found: `a ${typeof value}` };
  if (depth > maximumDepth) return { path, found: `more than ${maximumDepth} levels` };
  if (!Array.isArray(value) && !isPlain(value))
    return { path, found: `a ${value.constructor?.name ?? "special object"}` };
  for (const [key, member] of Object.entries(value)) {
    const found = findNonJson(member, path === "" ? key : `${path}.${key}`, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
