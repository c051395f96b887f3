import { isJsonObject, type JsonValue } from "../../../util/json.js";
import { seededRandom } from "../seeded-random.js";
import { createKnownTexts } from "./known-texts.js";
import { isSecretMember, type MaskDetector, mayBeSecretKey, replaceDetected } from "./mask-detectors.js";
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

/** A place in the response, and how what stands there is shown. */
export interface MaskCursor {
  /** The place one step further: at a key of an object, or (`null`) in a list. */
  readonly child: (key: string | null, member: JsonValue) => MaskCursor;
  readonly text: (value: string) => string;
  readonly number: (value: number) => number;
  readonly key: (key: string) => string;
}

/**
 * Replaces what a model must not see by stand-ins of the same form and length: the same original by the same stand-in, two
 * originals never by one, unless they are too short to differ. Numbers of the response stay, but for those at a path. Only what is
 * shown is replaced, so that a large response costs one walk.
 */
export interface Masker {
  /** The response itself. */
  readonly root: MaskCursor;
  /** True when numbers of the response may have stand-ins, so that nothing may be said of their range. */
  readonly masksNumbers: boolean;
  /** A sentence that may quote the response, whole or cut off. */
  readonly maskText: (text: string) => string;
  /** Puts originals back in the place of their stand-ins. */
  readonly unmask: (text: string) => string;
}

const TRIES = 50;
/** Shorter texts occur by chance: they are replaced where they stand, and not looked for anywhere else. */
const LEAST_KNOWN_LENGTH = 3;

/** Looks through the whole response for what its place makes a secret, so that it is masked wherever it is quoted. */
export function createMasker({ body, paths, detectors, secrets = [], seed }: MaskerInput): Masker {
  const enabled = new Set(detectors);
  const random = seededRandom(seed);
  const known = createKnownTexts();
  const keys = new Set<string>();
  const originals = new Set<string>();
  const standIns = new Map<string, string>();
  const originalOf = new Map<string, string>();
  let masksNumbers = false;

  function register(original: string): void {
    if (originals.has(original) || originalOf.has(original)) return;
    originals.add(original);
    if (original.length < LEAST_KNOWN_LENGTH) return;
    known.add(original);
    const escaped = JSON.stringify(original).slice(1, -1);
    if (escaped !== original) known.add(escaped);
  }

  function standInOf(original: string): string {
    const existing = standIns.get(original);
    if (existing !== undefined) return existing;
    // Already one, as in an error that quotes what the model saw.
    if (originalOf.has(original)) return original;
    register(original);
    let standIn = standInFor(original, random);
    for (let count = 0; count < TRIES && isTaken(standIn); count++) standIn = standInFor(original, random);
    standIns.set(original, standIn);
    if (!originalOf.has(standIn)) originalOf.set(standIn, original);
    return standIn;
  }

  function isTaken(standIn: string): boolean {
    return originals.has(standIn) || originalOf.has(standIn);
  }

  /** Escaped originals get their stand-in escaped. Keys are shown as they are: a word that is one tells nothing. */
  function standInOfKnown(text: string): string {
    if (keys.has(text)) return text;
    if (originals.has(text)) return standInOf(text);
    return JSON.stringify(standInOf(JSON.parse(`"${text}"`) as string)).slice(1, -1);
  }

  /** What is found by its form, then what is known from elsewhere. */
  function maskValue(text: string): string {
    const masked = replaceDetected(text, enabled, standInOf);
    return originals.size === 0 ? masked : known.replace(masked, standInOfKnown);
  }

  const kinds = new Map<string, boolean>();
  function isSecret(key: string, member: JsonValue): boolean {
    if (typeof member !== "string" || !enabled.has("secret-key")) return false;
    let mayBe = kinds.get(key);
    if (mayBe === undefined) kinds.set(key, (mayBe = mayBeSecretKey(key)));
    return mayBe && isSecretMember(key, member);
  }

  function collect(value: JsonValue, rest: readonly MaskPath[], isMasked: boolean): void {
    if (typeof value === "string") {
      if (isMasked && value !== "") register(value);
    } else if (typeof value === "number") {
      if (!isMasked) return;
      masksNumbers = true;
      register(String(value));
    } else if (Array.isArray(value)) {
      const inner = advancePaths(rest, null);
      const hidden = isMasked || endsHere(inner);
      for (const item of value as readonly JsonValue[]) collect(item, inner, hidden);
    } else if (isJsonObject(value)) {
      for (const key of Object.keys(value)) {
        keys.add(key);
        const member = value[key] ?? null;
        const inner = advancePaths(rest, key);
        collect(member, inner, isMasked || endsHere(inner) || isSecret(key, member));
      }
    }
  }

  function cursorAt(rest: readonly MaskPath[], isMasked: boolean): MaskCursor {
    return {
      child(key, member) {
        const inner = advancePaths(rest, key);
        const hidden = isMasked || endsHere(inner) || (key !== null && isSecret(key, member));
        return inner.length === 0 && !hidden ? open : cursorAt(inner, hidden);
      },
      text: (text) => (isMasked && text !== "" ? standInOf(text) : maskValue(text)),
      number: (value) => (isMasked ? maskNumber(value) : value),
      key: (key) => (/^[\w$]+$/.test(key) ? replaceDetected(key, enabled, standInOf) : maskValue(key)),
    };
  }

  function maskNumber(value: number): number {
    const standIn = Number(standInOf(String(value)));
    return Number.isFinite(standIn) ? standIn : 0;
  }

  const open = cursorAt([], false);
  for (const secret of secrets) register(secret);
  collect(body, paths, false);
  return {
    root: cursorAt(paths, false),
    masksNumbers,
    maskText(text) {
      replaceDetected(text, enabled, (match) => {
        register(match);
        return match;
      });
      if (originals.size === 0) return text;
      return known.replace(known.replaceCutOff(text, standInOfKnown), standInOfKnown);
    },
    unmask: (text) => unmaskText(text, originalOf),
  };
}

function unmaskText(text: string, originalOf: ReadonlyMap<string, string>): string {
  const shown = createKnownTexts();
  for (const standIn of originalOf.keys()) shown.add(standIn);
  return shown.replace(text, (standIn) => originalOf.get(standIn) ?? standIn);
}

function endsHere(paths: readonly MaskPath[]): boolean {
  return paths.some((path) => path.length === 0);
}
