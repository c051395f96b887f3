import { exhausted, harmlessPoints, hostileKind, inTransform, mayGive, stopped } from "./hostile-program.js";

/** Backtracking that grows exponentially with the text, and expressions that are too large. */
export const regularExpressions = hostileKind(
  "regular expressions",
  inTransform(stopped, {
    "repeated repetition": "return /^(a+)+$/.test('a'.repeat(40) + 'b')",
    "two repetitions of the same": "return /(x+x+)+y/.test('x'.repeat(60))",
    "repeated alternatives": "return /^(a|a|aa)+$/.test('a'.repeat(60) + 'b')",
    "a repetition that is named again": "return /^(a+)+\\1$/.test('a'.repeat(40) + 'b')",
    "backtracking in a lookahead": "return /(?=(a+)+b)c/.test('a'.repeat(40) + 'c')",
    "backtracking without regard to case": "return /^(\\w+\\s?)*$/iu.test('Aaaa '.repeat(20) + '!')",
    "backtracking in replace": "return 'a'.repeat(40).concat('b').replace(/^(a+)+$/g, '')",
    "backtracking in split": "return 'a'.repeat(40).concat('b').split(/(?:a+)+$/)",
    "backtracking in matchAll": "return [...'a'.repeat(40).concat('b').matchAll(/(a+)+$/g)]",
  }),
  inTransform(exhausted, {
    "an expression of many groups": "return new RegExp('('.repeat(1e5) + ')'.repeat(1e5))",
  }),
  inTransform(mayGive(harmlessPoints, "TRANSFORM_FAILED", "TRANSFORM_MEMORY", "TRANSFORM_TIMEOUT"), {
    "an expression that is multiplied out":
      "new RegExp('(?:'.repeat(4) + 'a{99}' + '){99}'.repeat(4)).test('a'.repeat(1000)); return [{ timestamp: 1, value: 1 }]",
  }),
  inTransform(mayGive(harmlessPoints, "TRANSFORM_FAILED"), {
    "an expression that matches by foreign methods": `
      RegExp.prototype[Symbol.match] = RegExp.prototype[Symbol.replace] = RegExp.prototype[Symbol.split] = () => { throw 1 };
      return [{ timestamp: '1970-01-01T00:00:00.001Z', value: 1 }];`,
    "an expression with a strange lastIndex": `
      Object.defineProperty(RegExp.prototype, 'lastIndex', { get() { throw 1 }, set() { throw 1 }, configurable: true });
      Object.defineProperty(RegExp.prototype, 'flags', { get() { throw 1 }, configurable: true });
      return [{ timestamp: '1970-01-01T00:00:00.001Z', value: 1 }];`,
  }),
);
