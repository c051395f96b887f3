import type { ErrorCode, JsonValue } from "@metricsmith/core/adapter";

/** A data point as columns hold it. */
export interface HostilePoint {
  /** Epoch milliseconds; NaN where the code gives no time. */
  readonly timestamp: number;
  readonly value: number;
  /** `""` stands for none. @defaultValue `""` */
  readonly series?: string | undefined;
  /** @defaultValue null */
  readonly dimensions?: JsonValue | undefined;
}

/** Data points of an ingestion run, or the value of a chart run. */
export type HostileResult = readonly HostilePoint[] | JsonValue;

/** How a program may end: with an error of one of these codes, with this result, or with either. */
export type HostileEnding =
  | { readonly ends: "failure"; readonly codes: readonly ErrorCode[] }
  | { readonly ends: "result"; readonly result: HostileResult }
  | { readonly ends: "either"; readonly codes: readonly ErrorCode[]; readonly result: HostileResult };

interface HostileProgramBase {
  /** What it does; unique. */
  readonly name: string;
  /** What it attacks. */
  readonly kind: string;
  readonly run: "ingestion" | "chart";
  readonly code: string;
  /** JSON text. */
  readonly input: string;
  /** Short for a program that may end by time alone, long for any other, so that a busy machine changes no verdict. */
  readonly timeoutMs: number;
  /** It stays in one built-in of the interpreter: only what can end the interpreter from outside ends it. */
  readonly isNativeLoop: boolean;
}

/** A program that tries to hang, crash, exhaust, escape, mislead or outlive the sandbox. */
export type HostileProgram = HostileProgramBase & HostileEnding;

type Draft = Omit<HostileProgramBase, "kind"> & HostileEnding;

const shortMs = 100;
const longMs = 15_000;

export function fails(...codes: readonly ErrorCode[]): HostileEnding {
  return { ends: "failure", codes };
}

export function gives(result: HostileResult): HostileEnding {
  return { ends: "result", result };
}

export function mayGive(result: HostileResult, ...codes: readonly ErrorCode[]): HostileEnding {
  return { ends: "either", codes, result };
}

/** What a program returns that has done its harm elsewhere; `harmless` as it is written in code. */
export const harmlessPoints: readonly HostilePoint[] = [{ timestamp: 1, value: 1 }];
export const harmless = "[{ timestamp: 1, value: 1 }]";

/** It never ends by itself; some run out of memory before they run out of time. */
export const stopped = fails("TRANSFORM_TIMEOUT", "TRANSFORM_MEMORY");
/** It wants more memory than there is; some would take too long to get it. */
export const exhausted = fails(
  "TRANSFORM_MEMORY",
  "TRANSFORM_TIMEOUT",
  "TRANSFORM_FAILED",
  "TRANSFORM_OUTPUT_TOO_LARGE",
);
/** It calls itself without an end. */
export const overflown = fails("TRANSFORM_FAILED", "TRANSFORM_TIMEOUT", "TRANSFORM_MEMORY", "TRANSFORM_CONTRACT");
/** It throws, or does not load, because what it wants is not there. */
export const refused = fails("TRANSFORM_FAILED", "TRANSFORM_SYNTAX");
export const brokenContract = fails("TRANSFORM_CONTRACT");
export const failed = fails("TRANSFORM_FAILED");

function draft(name: string, code: string, ending: HostileEnding): Draft {
  const mayTimeOut = ending.ends !== "result" && ending.codes.includes("TRANSFORM_TIMEOUT");
  const timeoutMs = mayTimeOut ? shortMs : longMs;
  return { name, run: "ingestion", code, input: "{}", timeoutMs, isNativeLoop: false, ...ending };
}

function drafts(
  programs: Readonly<Record<string, string>>,
  ending: HostileEnding,
  wrap: (text: string) => string,
): Draft[] {
  return Object.entries(programs).map(([name, text]) => draft(name, wrap(text), ending));
}

/** Programs by name; each text is the body of `transform`. */
export function inTransform(ending: HostileEnding, programs: Readonly<Record<string, string>>): readonly Draft[] {
  return drafts(programs, ending, (text) => `export function transform(input, argument, context) { ${text} }`);
}

/** Each text stands before a harmless `transform`. */
export function whileLoading(ending: HostileEnding, programs: Readonly<Record<string, string>>): readonly Draft[] {
  return drafts(programs, ending, (text) => `${text}\nexport function transform() { return ${harmless}; }`);
}

/** Each text is all of the code. */
export function asWritten(ending: HostileEnding, programs: Readonly<Record<string, string>>): readonly Draft[] {
  return drafts(programs, ending, (text) => text);
}

/** Each text is the body of a chart's `transform`. */
export function inChart(ending: HostileEnding, programs: Readonly<Record<string, string>>): readonly Draft[] {
  return inTransform(ending, programs).map((program) => ({ ...program, run: "chart" }));
}

/** The same programs with this JSON text as their input. */
export function withInput(input: string, programs: readonly Draft[]): readonly Draft[] {
  return programs.map((program) => ({ ...program, input }));
}

/** The same programs, marked as native loops. */
export function nativeLoops(programs: readonly Draft[]): readonly Draft[] {
  return programs.map((program) => ({ ...program, isNativeLoop: true }));
}

export function hostileKind(kind: string, ...programs: readonly (readonly Draft[])[]): readonly HostileProgram[] {
  return programs.flat().map((program) => ({ ...program, kind }));
}
