/**
 * Different texts by code point. Locales, UTF-16 units, collations that ignore case, accents, punctuation or trailing
 * spaces, patterns and placeholders each see some of them in another order or as equal.
 */
export const orderedTexts: readonly string[] = [
  "",
  " ",
  '"',
  "$1",
  "%",
  "'",
  "-",
  "?",
  "A",
  "A ",
  "AA",
  "B",
  "Z",
  "\\",
  "_",
  "a",
  "a ",
  "a-b",
  "aB",
  "ab",
  "b",
  "e\u0301",
  "ss",
  "z",
  "ß",
  "é",
  "\u2028",
  "\ue000",
  "\uff5e",
  "\u{1f600}",
];

/** The texts in an order that is neither theirs nor its reverse. */
export const shuffledTexts: readonly string[] = [
  ...orderedTexts.filter((_, index) => index % 3 === 1),
  ...orderedTexts.filter((_, index) => index % 3 === 0).toReversed(),
  ...orderedTexts.filter((_, index) => index % 3 === 2),
];
