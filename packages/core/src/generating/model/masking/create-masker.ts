import type { JsonObject, JsonValue } from "../../../util/json.js";
import { seededRandom } from "../seeded-random.js";
import { createKnownTexts } from "./known-texts.js";
import { isSecretMember, type MaskDetector, replaceDetected } from "./mask-detectors.js";
import { advancePaths, type MaskPath } from "./mask-path.js";
import { standInFor } from "./stand-in.js";

export interface MaskerInput {
  /** At most `maximumResponseDepth` levels deep. */
  readonly body: JsonValue;
  readonly paths: readonly MaskPath[];
  readonly detectors: readonly MaskDetector[];
  /** Texts that are secret wherever they stand, such as parameters of the request. */
  readonly secrets?: readonly string[] | undefined;
  readonly seed: number;
}

/**
 * Replaces what a model must not see by stand-ins of the same form and length: the same original by the same stand-in, two
 * originals never by one, unless they are too short to differ. Numbers of the response stay, but for those at a path.
 */
export interface Masker {
  /** The response with its stand-ins. Parts without any are shared with the original. */
  readonly body: JsonValue;
  /** A text of the response's values: what is masked somewhere else in it is masked here too. */
  readonly maskValue: (text: string) => string;
  /** A sentence that may quote the response, whole or cut off. */
  readonly maskText: (text: string) => string;
  /** Puts originals back in the place of their stand-ins. */
  readonly unmask: (text: string) => string;
}

const TRIES = 50;
/** Shorter texts occur by chance: they are replaced where they stand, and not looked for anywhere else. */
const LEAST_KNOWN_LENGTH = 3;

/** Looks through the whole response for what is to be masked, so that it is masked everywhere. */
export function createMasker({ body, paths, detectors, secrets = [], seed }: MaskerInput): Masker {
  const enabled = new Set(detectors);
  const random = seededRandom(seed);
  const known = createKnownTexts();
  const keys = new Set<string>();
  const originals = new Set<string>();
  const standIns = new Map<string, string>();
  const originalOf = new Map<string, string>();

  function register(original: string): void {
    if (originals.has(original) || originalOf.has(original)) return;
    originals.add(original);
    // Keys are shown as they are, and a word that is one tells nothing.
    if (original.length < LEAST_KNOWN_LENGTH || keys.has(original)) return;
    known.add(original);
    const escaped = JSON.stringify(original).slice(1, -1);
    if (escaped !== original) known.add(escaped);
  }

  function standInOf(original: string): string {
    const existing = standIns.get(original);
    if (existing !== undefined) return existing;
    // Already one, as in an error that quotes what the model saw.
    if (originalOf.has(original)) return original;
    let standIn = standInFor(original, random);
    for (let count = 0; count < TRIES && isTaken(standIn, original); count++) standIn = standInFor(original, random);
    standIns.set(original, standIn);
    if (!originalOf.has(standIn)) originalOf.set(standIn, original);
    return standIn;
  }

  function isTaken(standIn: string, original: string): boolean {
    return standIn === original || originals.has(standIn) || originalOf.has(standIn);
  }

  /** Escaped originals get their stand-in escaped. */
  function standInOfKnown(text: string): string {
    return originals.has(text) ? standInOf(text) : JSON.stringify(standInOf(parseEscaped(text))).slice(1, -1);
  }

  function detect(text: string): void {
    replaceDetected(text, enabled, (match) => {
      register(match);
      return match;
    });
  }

  function isSecret(key: string, value: JsonValue): value is string {
    return typeof value === "string" && enabled.has("secret-key") && isSecretMember(key, value);
  }

  function collectKeys(value: JsonValue): void {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) for (const item of value as readonly JsonValue[]) collectKeys(item);
    else {
      for (const [key, member] of members(value as JsonObject)) {
        keys.add(key);
        collectKeys(member);
      }
    }
  }

  function collect(value: JsonValue, rest: readonly MaskPath[], isMasked: boolean): void {
    if (typeof value === "string") {
      if (isMasked && value !== "") register(value);
      else detect(value);
    } else if (typeof value === "number") {
      if (isMasked) register(String(value));
    } else if (Array.isArray(value)) {
      const inner = advancePaths(rest, null);
      const hidden = isMasked || endsHere(inner);
      for (const item of value as readonly JsonValue[]) collect(item, inner, hidden);
    } else if (value !== null && typeof value === "object") {
      for (const [key, member] of members(value as JsonObject)) {
        detect(key);
        const inner = advancePaths(rest, key);
        collect(member, inner, isMasked || endsHere(inner) || isSecret(key, member));
      }
    }
  }

  function mask(value: JsonValue, rest: readonly MaskPath[], isMasked: boolean): JsonValue {
    if (typeof value === "string") {
      if (value === "") return value;
      return isMasked ? standInOf(value) : replaceDetected(value, enabled, standInOf);
    }
    if (typeof value === "number") return isMasked ? maskNumber(value) : value;
    if (Array.isArray(value)) {
      const inner = advancePaths(rest, null);
      const hidden = isMasked || endsHere(inner);
      let changed: JsonValue[] | null = null;
      for (const [index, item] of (value as readonly JsonValue[]).entries()) {
        const masked = mask(item, inner, hidden);
        if (masked !== item) (changed ??= [...(value as readonly JsonValue[])])[index] = masked;
      }
      return changed ?? value;
    }
    return value !== null && typeof value === "object" ? maskObject(value as JsonObject, rest, isMasked) : value;
  }

  function maskObject(object: JsonObject, rest: readonly MaskPath[], isMasked: boolean): JsonObject {
    const masked: [string, JsonValue][] = [];
    let isChanged = false;
    for (const [key, member] of members(object)) {
      const inner = advancePaths(rest, key);
      const shownKey = replaceDetected(key, enabled, standInOf);
      const shown = mask(member, inner, isMasked || endsHere(inner) || isSecret(key, member));
      isChanged ||= shownKey !== key || shown !== member;
      masked.push([shownKey, shown]);
    }
    return isChanged ? Object.fromEntries(masked) : object;
  }

  function maskNumber(value: number): number {
    const standIn = Number(standInOf(String(value)));
    return Number.isFinite(standIn) ? standIn : 0;
  }

  collectKeys(body);
  for (const secret of secrets) register(secret);
  collect(body, paths, false);
  const maskValue = (text: string): string => (originals.size === 0 ? text : known.replace(text, standInOfKnown));
  return {
    body: originals.size === 0 ? body : mask(body, paths, false),
    maskValue,
    maskText(text) {
      detect(text);
      return originals.size === 0 ? text : maskValue(known.replaceCutOff(text, standInOfKnown));
    },
    unmask: (text) => unmaskText(text, originalOf),
  };
}

function unmaskText(text: string, originalOf: ReadonlyMap<string, string>): string {
  const shown = createKnownTexts();
  for (const standIn of originalOf.keys()) shown.add(standIn);
  return shown.replace(text, (standIn) => originalOf.get(standIn) ?? standIn);
}

function members(object: JsonObject): [string, JsonValue][] {
  return Object.entries(object).map(([key, value]) => [key, value ?? null]);
}

function endsHere(paths: readonly MaskPath[]): boolean {
  return paths.some((path) => path.length === 0);
}

function parseEscaped(text: string): string {
  return JSON.parse(`"${text}"`) as string;
}
