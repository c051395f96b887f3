import {
  exhausted,
  failed,
  fails,
  harmlessPoints,
  hostileKind,
  inChart,
  inTransform,
  mayGive,
  overflown,
  refused,
} from "./hostile-program.js";

const tooLarge = fails("TRANSFORM_OUTPUT_TOO_LARGE", "TRANSFORM_MEMORY", "TRANSFORM_CONTRACT");
const spoken = mayGive(harmlessPoints, "TRANSFORM_MEMORY", "TRANSFORM_TIMEOUT", "TRANSFORM_FAILED");

/** Results, errors and words that are too many or too long. */
export const sizes = hostileKind(
  "sizes",
  inTransform(tooLarge, {
    "a key of two million characters": "return [{ timestamp: 1, value: 1, dimensions: { ['k'.repeat(2e6)]: 1 } }]",
    "a series of two million characters": "return [{ timestamp: 1, value: 1, series: 's'.repeat(2e6) }]",
    "a series of few characters in many bytes": "return [{ timestamp: 1, value: 1, series: '\\u20ac'.repeat(4e5) }]",
    "a text that JSON writes six times as long":
      "return [{ timestamp: 1, value: 1, dimensions: '\\u0001'.repeat(2e5) }]",
    "ten thousand long series":
      "return Array.from({ length: 9000 }, (_, i) => ({ timestamp: 1, value: 1, series: 's'.repeat(200) + i }))",
    "dimensions that are large together":
      "const dimensions = 'd'.repeat(200); return Array.from({ length: 9000 }, () => ({ timestamp: 1, value: 1, dimensions }))",
    "too many points": "return Array.from({ length: 10001 }, () => ({ timestamp: 1, value: 1 }))",
    "too many points that are the same": "return Array(10001).fill({ timestamp: 1, value: 1 })",
  }),
  inTransform(exhausted, {
    "a series of twenty million characters": "return [{ timestamp: 1, value: 1, series: 's'.repeat(2e7) }]",
  }),
  inTransform(overflown, {
    "dimensions without an end":
      "let i = 0; return [{ timestamp: 1, value: 1, dimensions: { toJSON() { return i++ < 1e7 ? [this.toJSON, { toJSON: this.toJSON }] : 1 } } }]",
  }),
  inTransform(fails("TRANSFORM_FAILED", "TRANSFORM_MEMORY"), {
    "an error with a giant message": "throw new Error('x'.repeat(2e7))",
    "an error with a giant name": "throw Object.assign(new Error('x'), { name: 'n'.repeat(2e7) })",
    "an error with a giant stack": "throw Object.assign(new Error('x'), { stack: 's'.repeat(2e7) })",
    "a giant text that is thrown": "throw 'x'.repeat(2e7)",
    "an object of a million keys that is thrown":
      "throw Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => ['k' + i, i]))",
    "an error with a chain of causes":
      "let cause; for (let i = 0; i < 1e4; i++) cause = new Error('x', { cause }); throw cause",
  }),
  inTransform(failed, {
    "an unknown name of a hundred thousand characters": `return ${"x".repeat(100_000)}`,
    "a method with a long name that is not there": `return input.${"x".repeat(100_000)}()`,
  }),
  inTransform(refused, {
    "a module with a long name": "return import('x'.repeat(1e6))",
  }),
  inTransform(spoken, {
    "a giant text on the console": "console.log('x'.repeat(5e6)); return [{ timestamp: 1, value: 1 }]",
    "many lines on the console":
      "for (let i = 0; i < 20000; i++) console.log('line', i); return [{ timestamp: 1, value: 1 }]",
    "many values on the console": "console.log(...Array(20000).fill('x')); return [{ timestamp: 1, value: 1 }]",
    "a line that controls a terminal":
      "console.error('\\u001b[2J\\u0000\\u202e\\ud83d'); return [{ timestamp: 1, value: 1 }]",
    "a value that contains itself on the console":
      "const all = {}; all.all = all; console.log(all); return [{ timestamp: 1, value: 1 }]",
    "a value that throws on the console":
      "console.log({ toString() { throw 1 }, toJSON() { throw 1 }, get x() { throw 1 } }); return [{ timestamp: 1, value: 1 }]",
    "a proxy that loops on the console":
      "console.log(new Proxy({}, { get() { for (;;) {} }, ownKeys() { for (;;) {} } })); return [{ timestamp: 1, value: 1 }]",
    "a nested value on the console":
      "let all = {}; for (let i = 0; i < 1e4; i++) all = { all }; console.log(all); return [{ timestamp: 1, value: 1 }]",
    "a symbol and a big integer on the console":
      "console.log(Symbol('x'), 1n, null, undefined, () => {}); return [{ timestamp: 1, value: 1 }]",
    "a console whose methods are replaced":
      "for (const key of Object.keys(console)) console[key] = () => { for (;;) {} }; return [{ timestamp: 1, value: 1 }]",
  }),
  inChart(tooLarge, {
    "a chart of two million characters": "return 'x'.repeat(2e6)",
    "a chart of many rows": "return Array.from({ length: 3e5 }, () => 12345)",
  }),
);
