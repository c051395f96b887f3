import { hostileKind, inTransform, stopped, whileLoading } from "./hostile-program.js";

/** Loops in code that the interpreter runs step by step. */
export const loops = hostileKind(
  "loops",
  whileLoading(stopped, {
    "a loop while loading": "for (;;) {}",
    "a loop in a static block": "class All { static { for (;;) {} } }",
  }),
  inTransform(stopped, {
    "a loop": "for (;;) {}",
    "a loop that continues an outer one": "outer: for (;;) { for (;;) { continue outer; } }",
    "a loop that catches everything": "for (;;) { try { for (;;) {} } catch {} finally { continue; } }",
    "a loop that a return cannot leave": "for (;;) { try { return []; } finally { continue; } }",
    "a loop in a default parameter": "return ((all = (() => { for (;;) {} })()) => all)()",
    "a loop in valueOf": "return +{ valueOf() { for (;;) {} } }",
    "a loop in toString of a key": "const key = { toString() { for (;;) {} } }; return ({})[key]",
    "a loop in Symbol.hasInstance": "return 1 instanceof { [Symbol.hasInstance]() { for (;;) {} } }",
    "a loop in a setter": "const all = { set value(_) { for (;;) {} } }; all.value = 1",
    "a loop in a tag of a template": "const tag = () => { for (;;) {} }; return tag`x${1}`",
    "a loop in a trap of a proxy": "return 'x' in new Proxy({}, { has() { for (;;) {} } })",
    "a loop in a reviver of JSON": "return JSON.parse('[1]', () => { for (;;) {} })",
    "a loop in a replacer of JSON": "return JSON.stringify([1], () => { for (;;) {} })",
    "a loop in a callback of replace": "return 'a'.replace(/a/, () => { for (;;) {} })",
    "a loop in a callback of Array.from": "return Array.from([1], () => { for (;;) {} })",
    "a loop in a comparator": "return [3, 1, 2].sort(() => { for (;;) {} })",
    "a loop around sorts without an order":
      "for (;;) Array.from({ length: 1e4 }, (_, index) => index).sort(() => Math.random() - 0.5)",
    "a loop until the clock moves": "const start = Date.now(); while (Date.now() === start) {}",
    "a loop until a random number is 2": "while (Math.random() !== 2) {}",
    "a loop around eval": "for (;;) eval('1')",
    "a loop made by the Function constructor": "return new Function('for (;;) {}')()",
    "a loop around the console": "for (;;) console.log('again')",
    "a generator without an end": "function* all() { for (;;) yield 1; } return [...all()].length",
    "a generator that yields from one without an end":
      "function* all() { for (;;) yield 1; } function* more() { yield* all(); } for (const _ of more()) {}",
    "an iterator without an end into an array":
      "return Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) })",
    "an iterator without an end into a map":
      "return new Map({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: [1, 1] }) }) })",
    "an iterator without an end into a rest element":
      "const [...all] = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) }; return all",
  }),
);
