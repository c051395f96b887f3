import { harmlessPoints, hostileKind, inTransform, mayGive, overflown, whileLoading } from "./hostile-program.js";

/** What needs more stack than there is. */
export const recursion = hostileKind(
  "recursion",
  inTransform(overflown, {
    "a function that calls itself": "const again = () => again() + 1; return again()",
    "functions that call each other": "const one = () => other() + 1; const other = () => one() + 1; return one()",
    "recursion that catches its end":
      "const again = () => { try { return again() } catch { return again() } }; return again()",
    "recursion in a getter": "const all = { get all() { return this.all } }; return all.all",
    "recursion in toString": "const all = { toString() { return `${all}` } }; return `${all}`",
    "recursion in toJSON": "const all = { toJSON() { return JSON.stringify(all) } }; return JSON.stringify(all)",
    "recursion in a reviver": "const again = () => JSON.parse('1', again); return again()",
    "recursion in a comparator": "const again = () => [2, 1].sort(again); return again()",
    "recursion in a callback of replace": "const again = () => 'a'.replace('a', again); return again()",
    "recursion in a callback of map": "const again = () => [1].map(again); return again()",
    "recursion in a constructor": "class All { constructor() { this.all = new All(); } } return new All()",
    "recursion in a trap of a proxy": "const all = new Proxy({}, { get: (_, key) => all[key] }); return all.x",
    "recursion in a generator": "function* all() { yield* all(); } return [...all()]",
    "recursion in an async function": "const again = async () => { await again(); }; return again()",
    "recursion in eval": "globalThis.again = () => (0, eval)('again()'); return again()",
    "recursion by Reflect.apply": "const again = () => Reflect.apply(again, null, []); return again()",
    "recursion by Function.prototype.call": "const again = () => again.call.call.call(again); return again()",
    "a proxy of a proxy of a proxy":
      "let all = {}; for (let i = 0; i < 1e5; i++) all = new Proxy(all, {}); return all.x.x",
    "a bound function of a bound function":
      "let all = () => null; for (let i = 0; i < 1e5; i++) all = all.bind(null); return all()",
    "flat of an array in itself": "const all = []; all.push(all); return all.flat(Infinity)",
    "an array in itself as text": "const all = []; all.push(all, all); return String(all)",
    "JSON of a thousand thousand levels": "return JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))",
    "a promise chain of a million links":
      "let all = Promise.resolve(); for (let i = 0; i < 1e6; i++) all = all.then(() => all); return all",
    "a function of many parameters": "return Math.max.apply(null, { length: 2 ** 26 })",
    "many arguments from an array": "return ((...all) => all)(...Array.from({ length: 1e6 })).x.x",
  }),
  inTransform(mayGive(harmlessPoints, "TRANSFORM_FAILED", "TRANSFORM_TIMEOUT", "TRANSFORM_MEMORY"), {
    "a chain of a hundred thousand prototypes":
      "let all = {}; for (let i = 0; i < 1e5; i++) all = Object.create(all); return all.missing ?? [{ timestamp: 1, value: 1 }]",
    "data that is freed level by level":
      "let all = {}; for (let i = 0; i < 1e5; i++) all = { all }; all = null; return [{ timestamp: 1, value: 1 }]",
  }),
  whileLoading(
    mayGive(harmlessPoints, "TRANSFORM_SYNTAX", "TRANSFORM_FAILED", "TRANSFORM_MEMORY", "TRANSFORM_TIMEOUT"),
    {
      "arrays nested in the source": `const all = ${"[".repeat(20_000)}${"]".repeat(20_000)};`,
      "parentheses nested in the source": `const all = ${"(".repeat(20_000)}1${")".repeat(20_000)};`,
      "operators in a row in the source": `const all = ${"-+".repeat(20_000)}1;`,
      "functions nested in the source": `const all = ${"() => ".repeat(5_000)}1;`,
      "blocks nested in the source": `${"{".repeat(20_000)}${"}".repeat(20_000)}`,
      "sums in a row in the source": `const all = 1${"+1".repeat(20_000)};`,
    },
  ),
);
