import { hostileKind, inTransform, exhausted, nativeLoops } from "./hostile-program.js";

const longest = "{ length: 2 ** 53 - 1 }";

/** Work inside built-ins, during which an interpreter may ask nobody whether to go on. */
export const nativeWork = hostileKind(
  "native loops",
  nativeLoops(
    inTransform(exhausted, {
      "join of holes": "return Array(1e9).join('')",
      "fill of holes": "return Array(1e9).fill(0)",
      "indexOf over holes": "const holes = []; holes.length = 4294967295; for (;;) holes.indexOf(1)",
      "lastIndexOf over holes": "const holes = []; holes.length = 4294967295; for (;;) holes.lastIndexOf(1)",
      "includes over holes": "const holes = []; holes.length = 4294967295; for (;;) holes.includes(1)",
      "reverse of holes": "const holes = []; holes.length = 4294967295; for (;;) holes.reverse()",
      "sort of holes": "const holes = []; holes.length = 4294967295; for (;;) holes.sort()",
      "flat over holes": "const holes = []; holes.length = 4294967295; return holes.flat()",
      "forEach over holes": "const holes = []; holes.length = 4294967295; for (;;) holes.forEach(() => {})",
      "JSON text of holes": "const holes = []; holes.length = 4294967295; return JSON.stringify(holes)",
      "join of what looks like an array": `return Array.prototype.join.call(${longest}, '')`,
      "includes in what looks like an array": `return Array.prototype.includes.call(${longest}, 1)`,
      "copyWithin in what looks like an array": `return Array.prototype.copyWithin.call(${longest}, 0, 1)`,
      "reverse of what looks like an array": `return Array.prototype.reverse.call(${longest})`,
      "splice in what looks like an array": `return Array.prototype.splice.call(${longest}, 0, 1)`,
      "unshift in what looks like an array": "return Array.prototype.unshift.call({ length: 2 ** 53 - 3 }, 1)",
      "concat of what looks like an array": `return [].concat({ ...${longest}, [Symbol.isConcatSpreadable]: true }, { ...${longest}, [Symbol.isConcatSpreadable]: true })`,
      "Array.from of what looks like an array": "return Array.from({ length: 4294967295 })",
      "String.raw of what looks like an array": `return String.raw({ raw: ${longest} })`,
      "replaceAll in a long text": "const text = 'a'.repeat(1e6); for (;;) text.replaceAll('a', 'b')",
      "replace in a long text": "const text = 'a'.repeat(1e6); for (;;) text.replace(/a/g, 'b')",
      "split of a long text": "const text = 'a'.repeat(1e5); for (;;) text.split('')",
      "normalize of a long text": "const text = '\\u0344\\u1e9b\\u0323'.repeat(1e5); for (;;) text.normalize('NFKD')",
      "localeCompare of long texts":
        "const text = '\\u0344'.repeat(1e5); for (;;) (text + 'a').localeCompare(text + 'b')",
      "toUpperCase of a long text": "const text = '\\u0149'.repeat(1e6); for (;;) text.toUpperCase()",
      "encodeURIComponent of a long text": "const text = '\\u20ac'.repeat(1e5); for (;;) encodeURIComponent(text)",
      "indexOf in a long text": "const text = 'a'.repeat(2e6); for (;;) text.indexOf('a'.repeat(1e5) + 'b')",
      "JSON.parse of a long text": "const text = '[' + '1,'.repeat(2e5) + '1]'; for (;;) JSON.parse(text)",
      "sort of many texts":
        "const all = Array.from({ length: 2e4 }, (_, index) => 'x'.repeat(50) + ((index * 7919) % 20011)); for (;;) all.slice().sort()",
      "sort of typed numbers": "const all = new Float64Array(5e5); for (;;) all.sort()",
      "fill of typed numbers": "const all = new Uint8Array(4e6); for (;;) all.fill(1)",
      "power of a big integer": "return 3n ** 100000000n",
      "text of a big integer": "return String(3n ** 2000000n)",
      "big integer of a text": "return BigInt('9'.repeat(2e6))",
      "product of big integers": "const big = 3n ** 200000n; for (;;) big * big",
      "quotient of big integers": "const big = 3n ** 400000n; for (;;) big / 7n ** 100000n",
      "a date in a long text": "const text = '1'.repeat(1e6); for (;;) Date.parse(text)",
      "a number in a long text": "const text = '1'.repeat(1e6); for (;;) parseFloat(text)",
      "Object.keys of a long text": "const text = 'x'.repeat(2e5); for (;;) Object.keys(text)",
    }),
  ),
);
