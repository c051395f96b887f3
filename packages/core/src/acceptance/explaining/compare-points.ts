import type { OutputPoint } from "../perturbing/run-output.js";

/** Relative difference of floats that comes from another order of the same operations. */
const TOLERANCE = 1e-12;

/** The first way in which points differ from those that an explanation predicts. */
export type PointDifference =
  | { readonly kind: "absent" | "unexpected"; readonly point: OutputPoint }
  | { readonly kind: "other-value"; readonly expected: OutputPoint; readonly value: number };

export interface CompareOptions {
  /** The largest number that was added up. */
  readonly magnitude?: number;
  /** Says whether a value is as good as the expected one, where it is not equal. */
  readonly isFine?: (value: number, expected: number) => boolean;
  /** True for times at which points may differ. */
  readonly isOpen?: (ms: number) => boolean;
}

/** `null` when there is no difference. */
export function comparePoints(
  expected: ReadonlyMap<string, OutputPoint>,
  actual: ReadonlyMap<string, OutputPoint>,
  options?: CompareOptions,
): PointDifference | null {
  const isOpen = options?.isOpen ?? (() => false);
  for (const [key, point] of actual) {
    if (!expected.has(key) && !isOpen(point.ms)) return { kind: "unexpected", point };
  }
  for (const [key, point] of expected) {
    if (isOpen(point.ms)) continue;
    const found = actual.get(key);
    if (found === undefined) return { kind: "absent", point };
    if (isClose(found.value, point.value, options?.magnitude ?? 0)) continue;
    if (options?.isFine?.(found.value, point.value) === true) continue;
    return { kind: "other-value", expected: point, value: found.value };
  }
  return null;
}

export function isClose(first: number, second: number, magnitude: number): boolean {
  if (first === second) return true;
  return Math.abs(first - second) <= TOLERANCE * Math.max(Math.abs(first), Math.abs(second), magnitude);
}
