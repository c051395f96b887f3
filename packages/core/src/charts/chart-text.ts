// Control characters, line separators, characters that reorder the text around them, and what XML cannot hold.
const UNSAFE_CHARACTER =
  /[\u0000-\u001f\u007f-\u009f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]|\p{Surrogate}/u;
const UNSAFE_CHARACTERS = new RegExp(UNSAFE_CHARACTER, "gu");

/** True when a text can be shown on a page or terminal without changing what is around it. */
export function isSafeText(text: string): boolean {
  return !UNSAFE_CHARACTER.test(text);
}

/** The text on one line, without unsafe characters, and at most `maximumLength` UTF-16 units long ("…" marks a cut). */
export function toSafeText(text: string, maximumLength: number): string {
  const clean = text.replace(UNSAFE_CHARACTERS, " ").replace(/\s+/g, " ").trim();
  if (clean.length <= maximumLength) return clean;
  const cut = clean.slice(0, maximumLength - 1);
  // Never end in half a character.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
