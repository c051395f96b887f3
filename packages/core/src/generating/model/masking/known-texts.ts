const INDEX_LENGTH = 3;
const WORD = /[\p{L}\p{N}_]/u;
// Where a sentence that quotes a text may have cut it off.
const CUT = /\u2026|\.{3}|["'`]/g;
const MAXIMUM_CUT = 200;
const LEAST_QUOTED = 8;

/** Texts that must not be seen, found again in other texts. */
export interface KnownTexts {
  add(original: string): void;
  /** The text with every known one in it replaced, the longest first. Short ones and numbers count only as whole words. */
  replace(text: string, standInOf: (original: string) => string): string;
  /** The text with the beginnings of known ones replaced that it cuts off, at an ellipsis or a quotation mark. */
  replaceCutOff(text: string, standInOf: (original: string) => string): string;
}

/** An empty set of known texts. Looking through a text takes time by its length, not by how many texts are known. */
export function createKnownTexts(): KnownTexts {
  const all = new Set<string>();
  let sorted: string[] | null = null;
  // By their first characters, then by length, longest first.
  const index = new Map<string, { lengths: number[]; texts: Set<string> }>();

  function add(original: string): void {
    if (all.has(original)) return;
    all.add(original);
    sorted = null;
    if (original.length < INDEX_LENGTH) return;
    const start = original.slice(0, INDEX_LENGTH);
    const entry = index.get(start) ?? { lengths: [], texts: new Set<string>() };
    index.set(start, entry);
    entry.texts.add(original);
    if (entry.lengths.includes(original.length)) return;
    entry.lengths.push(original.length);
    entry.lengths.sort((left, right) => right - left);
  }

  function knownAt(text: string, position: number): string | null {
    const entry = index.get(text.slice(position, position + INDEX_LENGTH));
    if (entry === undefined) return null;
    for (const length of entry.lengths) {
      const candidate = text.slice(position, position + length);
      if (entry.texts.has(candidate) && standsAlone(text, position, candidate)) return candidate;
    }
    return null;
  }

  /** The known text whose beginning stands from `position` to `end`. */
  function cutOffAt(text: string, position: number, end: number): string | null {
    const beginning = text.slice(position, end);
    if (!index.has(beginning.slice(0, INDEX_LENGTH))) return null;
    sorted ??= [...all].sort();
    // Behind everything before it, and before everything that begins with it.
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] ?? "") < beginning) low = middle + 1;
      else high = middle;
    }
    const candidate = sorted[low];
    return candidate?.startsWith(beginning) === true ? candidate : null;
  }

  function replaceCutOff(text: string, standInOf: (original: string) => string): string {
    if (index.size === 0) return text;
    let result = text;
    for (const { index: end, 0: mark } of text.matchAll(CUT)) {
      const least = /["'`]/.test(mark) ? LEAST_QUOTED : INDEX_LENGTH;
      for (let position = Math.max(0, end - MAXIMUM_CUT); position <= end - least; position++) {
        const original = cutOffAt(text, position, end);
        if (original === null) continue;
        // Stand-ins keep lengths, so what follows stays where it is.
        result = `${result.slice(0, position)}${standInOf(original).slice(0, end - position)}${result.slice(end)}`;
        break;
      }
    }
    return result;
  }

  function replace(text: string, standInOf: (original: string) => string): string {
    if (index.size === 0) return text;
    const parts: string[] = [];
    let done = 0;
    for (let position = 0; position <= text.length - INDEX_LENGTH; position++) {
      const original = knownAt(text, position);
      if (original === null) continue;
      parts.push(text.slice(done, position), standInOf(original));
      done = position + original.length;
      position = done - 1;
    }
    return parts.length === 0 ? text : `${parts.join("")}${text.slice(done)}`;
  }

  return { add, replace, replaceCutOff };
}

function standsAlone(text: string, position: number, candidate: string): boolean {
  if (candidate.length >= 6 && !/^\d+$/.test(candidate)) return true;
  const before = text.charAt(position - 1);
  const after = text.charAt(position + candidate.length);
  return !WORD.test(before) && !WORD.test(after);
}
