import { failed, gives, harmlessPoints, hostileKind, inTransform } from "./hostile-program.js";

/** Comparators that break what a sort relies on. */
export const sorting = hostileKind(
  "sorting",
  inTransform(failed, {
    "a comparator that throws": "return [2, 1].sort(() => { throw new Error('no order') })",
    "a comparator that gives a symbol": "return [2, 1].sort(() => Symbol('x'))",
    "a comparator that gives a big integer": "return [2, 1].sort(() => 1n).x.x",
    "a comparator that is no function": "return [2, 1].sort({})",
  }),
  inTransform(gives(harmlessPoints), {
    "a comparator that gives NaN":
      "const all = [3, 1, 2].sort(() => NaN); return [{ timestamp: 1, value: all.length === 3 ? 1 : 0 }]",
    "a comparator that always gives 1":
      "const all = Array.from({ length: 500 }, (_, i) => i).sort(() => 1); return [{ timestamp: 1, value: new Set(all).size === 500 ? 1 : 0 }]",
    "a comparator that empties the array":
      "const all = Array.from({ length: 500 }, (_, i) => i); all.sort((a, b) => { all.length = 0; return a - b; }); return [{ timestamp: 1, value: 1 }]",
    "a comparator that lets the array grow":
      "const all = Array.from({ length: 500 }, (_, i) => i); all.sort((a, b) => { all.push(1); return a - b; }); return [{ timestamp: 1, value: 1 }]",
    "a comparator that shrinks the buffer":
      "const all = new Uint8Array(500); all.sort((a, b) => { all.buffer.transfer?.(0); return a - b; }); return [{ timestamp: 1, value: 1 }]",
    "a sort of a proxy": "const all = new Proxy([3, 1, 2], {}); all.sort(); return [{ timestamp: 1, value: all[0] }]",
    "a sort over setters":
      "const all = { length: 2, get 0() { return 2 }, set 0(_) {}, get 1() { return 1 }, set 1(_) {} }; Array.prototype.sort.call(all); return [{ timestamp: 1, value: 1 }]",
  }),
);
