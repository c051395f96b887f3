import { brokenContract, gives, hostileKind, inChart, inTransform, mayGive } from "./hostile-program.js";

/** Texts that are cut or changed where texts end at NUL or are written as UTF-8. */
export const texts = hostileKind(
  "texts",
  inTransform(gives(["a\0b", "\0", "a\0c"].map((series) => ({ timestamp: 1, value: 1, series }))), {
    "NUL in series": "return ['a\\0b', '\\0', 'a\\0c'].map((series) => ({ timestamp: 1, value: 1, series }))",
  }),
  inTransform(gives([{ timestamp: 1, value: 1, dimensions: { "k\0x": "v\0y" } }]), {
    "NUL in dimensions": "return [{ timestamp: 1, value: 1, dimensions: { 'k\\0x': 'v\\0y' } }]",
  }),
  inTransform(
    mayGive([{ timestamp: 1, value: 1, series: "a\ud83d", dimensions: { "\ude00": "\ud83d" } }], "TRANSFORM_CONTRACT"),
    {
      "halves of a character":
        "return [{ timestamp: 1, value: 1, series: 'a\\ud83d', dimensions: { '\\ude00': '\\ud83d' } }]",
    },
  ),
  inTransform(
    gives([{ timestamp: 1, value: 1, series: '\u2028"\\\u001b\ufeff', dimensions: "\u{1f600}\u2029\u202e" }]),
    {
      "characters that end lines or hide": `return [{ timestamp: 1, value: 1, series: '\\u2028"\\\\\\u001b\\ufeff', dimensions: '\\u{1f600}\\u2029\\u202e' }]`,
    },
  ),
  inTransform(gives(["é", "e\u0301", "ﬁ"].map((series) => ({ timestamp: 1, value: 1, series }))), {
    "texts that normalize to each other":
      "return ['\\u00e9', 'e\\u0301', '\\ufb01'].map((series) => ({ timestamp: 1, value: 1, series }))",
  }),
  inTransform(gives([-1, 0.1, 1e300, 5e-324, Number.MAX_SAFE_INTEGER].map((value) => ({ timestamp: 1, value }))), {
    "numbers at their bounds":
      "return [-1, 0.1, 1e300, 5e-324, 9007199254740991].map((value) => ({ timestamp: 1, value }))",
  }),
  inChart(gives({ "a\0": ["b\0c", "\u2028"] }), {
    "NUL in a chart": "return { 'a\\0': ['b\\0c', '\\u2028'] }",
  }),
  inTransform(brokenContract, {
    "an object as series, with a text": "return [{ timestamp: 1, value: 1, series: { toString: () => 'a\\0b' } }]",
  }),
);
