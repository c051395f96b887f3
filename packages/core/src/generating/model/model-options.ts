import { setTimeout as delay } from "node:timers/promises";
import { MetricsmithError } from "../../errors/metricsmith-error.js";
import { type MaskDetector, maskDetectors, usualDetectors } from "./masking/mask-detectors.js";
import { type MaskPath, parseMaskPath } from "./masking/mask-path.js";

export interface ModelOptions {
  /**
   * Most characters of the first request, in which the response is shown. A response that does not fit is shown as its shape and
   * samples of every list. @defaultValue 60_000
   */
  readonly promptBudget?: number | undefined;
  /** Most tokens of one answer. @defaultValue 4_000 */
  readonly maximumOutputTokens?: number | undefined;
  /** For one call, in milliseconds. @defaultValue 60_000 */
  readonly timeoutMs?: number | undefined;
  /** Most answers of one conversation, 1 to 10: an answer that is not accepted is given back with what is wrong. @defaultValue 3 */
  readonly rounds?: number | undefined;
  /**
   * Of each round, 0 to 1; the last one stays. A client of models that take none leaves them out by itself; `[]` sends none to
   * any. @defaultValue [0, 0.2, 0.6]
   */
  readonly temperatures?: readonly number[] | undefined;
  /**
   * Paths whose texts and numbers the model does not see, such as `data[].customer.email`: `[]` are the items of a list, `*` is any
   * key. Stand-ins of the same form take their place. A path that leads to an object or a list hides all of it. @defaultValue []
   */
  readonly maskPaths?: readonly string[] | undefined;
  /**
   * What is found and replaced by stand-ins wherever it stands. @defaultValue all but `private-address`
   */
  readonly detectors?: readonly MaskDetector[] | undefined;
  /** How often a call that failed for the moment is repeated, 0 to 5. @defaultValue 2 */
  readonly maximumRetries?: number | undefined;
  /** Wait before the first repetition, in milliseconds; doubles with each, then varied by up to half. @defaultValue 1_000 */
  readonly backoffMs?: number | undefined;
  /**
   * Longest wait between two tries, in milliseconds. When the model's server asks for more, the call fails at once, because a run
   * that sleeps blocks its worker. @defaultValue 20_000
   */
  readonly maximumInProcessWaitMs?: number | undefined;
  /** Waits; rejects when the signal fires. @defaultValue a timer */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Numbers from 0 (included) to 1 (excluded) that vary the waits. @defaultValue Math.random */
  readonly random?: (() => number) | undefined;
}

export interface ResolvedModelOptions {
  readonly promptBudget: number;
  readonly maximumOutputTokens: number;
  readonly timeoutMs: number;
  readonly rounds: number;
  readonly temperatures: readonly number[];
  readonly maskPaths: readonly MaskPath[];
  readonly detectors: readonly MaskDetector[];
  readonly maximumRetries: number;
  readonly backoffMs: number;
  readonly maximumInProcessWaitMs: number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

/** @throws {MetricsmithError} OPTION_INVALID, naming the option */
export function resolveModelOptions(options: ModelOptions = {}): ResolvedModelOptions {
  const temperatures = options.temperatures ?? [0, 0.2, 0.6];
  if (!Array.isArray(temperatures) || temperatures.some((one: unknown) => !isTemperature(one)))
    throw invalidOption("temperatures", temperatures, "a list of numbers from 0 to 1");
  return {
    promptBudget: wholeNumber("promptBudget", options.promptBudget ?? 60_000, 20_000, 4_000_000),
    maximumOutputTokens: wholeNumber("maximumOutputTokens", options.maximumOutputTokens ?? 4_000, 100, 200_000),
    timeoutMs: wholeNumber("timeoutMs", options.timeoutMs ?? 60_000, 1, 3_600_000),
    rounds: wholeNumber("rounds", options.rounds ?? 3, 1, 10),
    temperatures,
    maskPaths: resolveMaskPaths(options.maskPaths ?? []),
    detectors: resolveDetectors(options.detectors ?? usualDetectors),
    maximumRetries: wholeNumber("maximumRetries", options.maximumRetries ?? 2, 0, 5),
    backoffMs: wholeNumber("backoffMs", options.backoffMs ?? 1_000, 0, 60_000),
    maximumInProcessWaitMs: wholeNumber("maximumInProcessWaitMs", options.maximumInProcessWaitMs ?? 20_000, 0, 600_000),
    sleep: options.sleep ?? ((ms, signal) => delay(ms, undefined, { signal })),
    random: options.random ?? Math.random,
  };
}

function resolveMaskPaths(paths: unknown): readonly MaskPath[] {
  const expected = "a list of paths, such as data[].customer.email";
  if (!Array.isArray(paths)) throw invalidOption("maskPaths", paths, expected);
  return paths.map((path: unknown) => {
    const parsed = typeof path === "string" ? parseMaskPath(path) : null;
    if (parsed === null) throw invalidOption("maskPaths", path, expected);
    return parsed;
  });
}

function resolveDetectors(names: unknown): readonly MaskDetector[] {
  const expected = `a list of ${maskDetectors.join(", ")}`;
  if (!Array.isArray(names)) throw invalidOption("detectors", names, expected);
  for (const name of names as unknown[]) {
    if (!maskDetectors.includes(name as MaskDetector)) throw invalidOption("detectors", name, expected);
  }
  return names as readonly MaskDetector[];
}

function isTemperature(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}

function wholeNumber(name: string, value: number, minimum: number, maximum: number): number {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw invalidOption(name, value, `a whole number from ${minimum} to ${maximum}`);
}

function invalidOption(name: string, value: unknown, expected: string): MetricsmithError {
  return new MetricsmithError(`Option ${name} is ${JSON.stringify(value) ?? String(value)}. It must be ${expected}.`, {
    code: "OPTION_INVALID",
    details: { option: name },
  });
}
