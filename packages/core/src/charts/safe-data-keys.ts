const SAFE_KEY = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);
const MAXIMUM_STEM_LENGTH = 48;

/** True for texts that are CSS identifiers as they stand and harmless as property names. */
export function isSafeDataKey(key: string): boolean {
  return SAFE_KEY.test(key) && !FORBIDDEN_KEYS.has(key);
}

/**
 * A key for every name, in the order of the names: readable where the name allows it, otherwise `series-1`, `series-2` ...
 * No two keys are equal, in any letter case, and none is one of `reserved`. The same names give the same keys.
 */
export function safeDataKeys(names: readonly string[], reserved: readonly string[] = []): Map<string, string> {
  const keys = new Map<string, string>();
  const taken = new Set(reserved.map((key) => key.toLowerCase()));
  for (const name of names) {
    if (keys.has(name)) continue;
    const stem = stemOf(name) ?? `series-${keys.size + 1}`;
    let key = stem;
    for (let suffix = 2; taken.has(key.toLowerCase()) || !isSafeDataKey(key); suffix++) key = `${stem}-${suffix}`;
    taken.add(key.toLowerCase());
    keys.set(name, key);
  }
  return keys;
}

/** The ASCII letters and digits of a name joined by hyphens; `null` when they would not stand for the name. */
function stemOf(name: string): string | null {
  const plain = name.normalize("NFKD").replace(/\p{Mark}/gu, "");
  if (/[^\u0000-\u007f\p{Punctuation}\p{Separator}]/u.test(plain)) return null;
  const stem = plain
    .replace(/[^A-Za-z0-9_]+/g, "-")
    .replace(/^[-0-9]+|-+$/g, "")
    .slice(0, MAXIMUM_STEM_LENGTH);
  return stem === "" ? null : stem;
}
