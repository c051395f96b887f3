import type { PointColumns, SandboxLimits } from "../../ports/sandbox.js";

const megabyte = 1024 * 1024;
const fetchedAtMs = Date.UTC(2026, 2, 1, 12);
const shortMs = 100;

/** One attack, and what must come of it. */
export interface SelfTestCheck {
  readonly name: string;
  readonly code: string;
  readonly limits?: Partial<SandboxLimits>;
  /** Error codes with which the run may fail; without any it must give `result`. */
  readonly codes: readonly string[];
  readonly result: readonly SelfTestPoint[] | null;
  /** Only what can end the interpreter's thread passes it. */
  readonly isNativeLoop?: boolean;
}

type SelfTestPoint = readonly [timestampMs: number, value: number, series?: string, dimensionsText?: string];

export const selfTestContext = {
  fetchedAtMs,
  timezone: "Europe/Berlin",
  offsets: [{ fromMs: null, offsetMinutes: 60 }],
} as const;

/** Generous, so that only the checks that are about a limit meet one, also on a busy machine. */
export const selfTestLimits: SandboxLimits = {
  timeoutMs: 5_000,
  maximumSteps: Number.MAX_SAFE_INTEGER,
  memoryBytes: 16 * megabyte,
  maximumPoints: 1_000,
  maximumOutputBytes: 100_000,
};

function transform(body: string): string {
  return `export function transform(input, argument, context) { ${body} }`;
}

/** In this order: each also shows that the sandbox is usable behind the ones before. */
export const selfTestChecks: readonly SelfTestCheck[] = [
  {
    name: "points are right",
    code: transform(
      "return input.map((value, index) => ({ timestamp: '2026-03-0' + (index + 1) + 'T10:00:00', value, series: 's' + value, dimensions: { value } }))",
    ),
    codes: [],
    result: [1.5, -2, 0].map((value, index) => [
      Date.UTC(2026, 2, index + 1, 9),
      value,
      `s${value}`,
      JSON.stringify({ value }),
    ]),
  },
  {
    name: "clock and zone are fixed",
    code: transform(
      "return [Date.now(), new Date(2026, 0, 1).getTime(), new Date().getTimezoneOffset()].map((value) => ({ timestamp: new Date(), value }))",
    ),
    codes: [],
    result: [fetchedAtMs, Date.UTC(2026, 0, 1), 0].map((value) => [fetchedAtMs, value]),
  },
  {
    name: "an endless loop is ended",
    code: transform("for (;;) { try { for (;;) {} } catch {} finally { continue } }"),
    limits: { timeoutMs: shortMs },
    codes: ["TRANSFORM_TIMEOUT"],
    result: null,
  },
  {
    name: "too many steps are ended",
    code: transform("for (;;) {}"),
    limits: { maximumSteps: 100_000 },
    codes: ["TRANSFORM_STEPS"],
    result: null,
  },
  {
    name: "an endless built-in is ended",
    code: transform("return Array(1e9).join('')"),
    limits: { timeoutMs: shortMs },
    codes: ["TRANSFORM_TIMEOUT", "TRANSFORM_MEMORY"],
    result: null,
    isNativeLoop: true,
  },
  {
    name: "endless backtracking is ended",
    code: transform("return /^(a+)+$/.test('a'.repeat(40) + 'b')"),
    limits: { timeoutMs: shortMs },
    codes: ["TRANSFORM_TIMEOUT"],
    result: null,
  },
  {
    name: "memory is bounded",
    code: transform("const all = []; for (;;) all.push(new Array(1000).fill(1))"),
    codes: ["TRANSFORM_MEMORY"],
    result: null,
  },
  {
    name: "recursion is bounded",
    code: transform("const again = () => again() + 1; return again()"),
    codes: ["TRANSFORM_FAILED"],
    result: null,
  },
  {
    name: "a promise that never settles is not waited for",
    code: transform("return new Promise(() => {})"),
    codes: ["TRANSFORM_FAILED", "TRANSFORM_TIMEOUT"],
    limits: { timeoutMs: shortMs },
    result: null,
  },
  {
    name: "output is bounded",
    code: transform("return [{ timestamp: 1, value: 1, dimensions: 'x'.repeat(100001) }]"),
    codes: ["TRANSFORM_OUTPUT_TOO_LARGE"],
    result: null,
  },
  {
    name: "the host cannot be reached",
    code: transform(
      "const found = context.local.constructor('return [typeof process, typeof require, typeof fetch, typeof WebAssembly, typeof setTimeout]')(); return [{ timestamp: 1, value: found.filter((type) => type !== 'undefined').length }]",
    ),
    codes: [],
    result: [[1, 0]],
  },
  {
    name: "modules cannot be imported",
    code: transform("return import('node:fs').then((fs) => [{ timestamp: 1, value: fs.readdirSync('/').length }])"),
    codes: ["TRANSFORM_FAILED", "TRANSFORM_SYNTAX"],
    result: null,
  },
  {
    name: "changed built-ins do not change the result",
    code: transform(
      "JSON.stringify = () => '[9]'; Array.isArray = () => false; Map.prototype.get = () => 9; Array.prototype[Symbol.iterator] = () => { throw 1 }; Object.prototype.value = 9; globalThis.left = 9; return [{ timestamp: 1, value: 7, series: 's', dimensions: { a: 1 } }]",
    ),
    codes: [],
    result: [[1, 7, "s", '{"a":1}']],
  },
  {
    name: "nothing reaches the next run",
    code: transform(
      "const clean = [({}).value === undefined, !('left' in globalThis), JSON.stringify([1]) === '[1]', [...[1, 2]].length === 2, Array.isArray([])]; return clean.map((is) => ({ timestamp: 1, value: is ? 1 : 0 }))",
    ),
    codes: [],
    result: Array.from({ length: 5 }, () => [1, 1]),
  },
  {
    name: "unsafe keys are left out",
    code: transform('return [{ timestamp: 1, value: 1, dimensions: JSON.parse(\'{"__proto__":{"a":1},"b":1}\') }]'),
    codes: [],
    result: [[1, 1, "", '{"b":1}']],
  },
];

/** Columns as the checks write them. */
export function toSelfTestPoints({
  count,
  timestamps,
  values,
  series,
  dimensions,
}: PointColumns): readonly SelfTestPoint[] {
  return Array.from({ length: count }, (_, index) => {
    const dimensionsOfPoint = dimensions?.[index] ?? null;
    const timestamp = timestamps[index] ?? Number.NaN;
    const value = values[index] ?? Number.NaN;
    if (dimensionsOfPoint !== null) return [timestamp, value, series?.[index] ?? "", JSON.stringify(dimensionsOfPoint)];
    const name = series?.[index] ?? "";
    return name === "" ? [timestamp, value] : [timestamp, value, name];
  });
}
