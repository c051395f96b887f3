import { exhausted, fails, hostileKind, inTransform, nativeLoops } from "./hostile-program.js";

const tooMuch = fails("TRANSFORM_MEMORY");
const tooMuchOrImpossible = fails("TRANSFORM_MEMORY", "TRANSFORM_FAILED");

/** Memory in every form in which code can ask for it. */
export const memory = hostileKind(
  "memory",
  inTransform(tooMuch, {
    "an array that grows": "const all = []; for (;;) all.push(new Array(1000).fill(1))",
    "objects that grow in number": "const all = []; for (;;) all.push({})",
    "array buffers that grow in number": "const all = []; for (;;) all.push(new ArrayBuffer(1e6))",
    "texts that grow in number": "const all = []; for (let i = 0; ; i++) all.push('x'.repeat(1e5) + i)",
  }),
  inTransform(tooMuchOrImpossible, {
    "a typed array of 2 GB": "return new Uint8Array(2 ** 31 - 1)",
    "a typed array of 8 GB": "return new Float64Array(2 ** 30)",
    "a text that doubles": "let text = 'x'; for (;;) text += text",
    "a text of a billion characters": "return 'x'.repeat(2 ** 30 - 1) + 'y'",
    "a text that is padded": "return 'x'.padEnd(2 ** 30 - 1).split('')",
    "an array that doubles": "let all = [1]; for (;;) all = all.concat(all)",
    "an array that is spread twice": "let all = [1]; for (;;) all = [...all, ...all]",
    "a buffer that is resized":
      "const buffer = new ArrayBuffer(1, { maxByteLength: 2 ** 31 - 1 }); buffer.resize(2 ** 31 - 1); return new Uint8Array(buffer).fill(1)",
    "shared memory that grows": "const all = []; for (;;) all.push(new Uint8Array(new SharedArrayBuffer(1e7)).fill(1))",
    "a big integer that is shifted": "return 1n << (1n << 40n)",
  }),
  inTransform(exhausted, {
    "a rope of texts": "let text = ''; for (let i = 0; ; i++) text = text + 'abcdefgh' + i",
    "a rope from the other side": "let text = ''; for (let i = 0; ; i++) text = i + 'abcdefgh' + text",
    "a map that grows": "const all = new Map(); for (let i = 0; ; i++) all.set(i, { i })",
    "a set that grows": "const all = new Set(); for (let i = 0; ; i++) all.add('x' + i)",
    "a weak map that grows":
      "const all = new WeakMap(); const keys = []; for (;;) { const key = {}; keys.push(key); all.set(key, {}); }",
    "closures that grow in number": "const all = []; for (let i = 0; ; i++) all.push(() => all[i])",
    "symbols that grow in number": "const all = []; for (let i = 0; ; i++) all.push(Symbol('x' + i))",
    "symbols that are registered": "for (let i = 0; ; i++) Symbol.for('x'.repeat(1000) + i)",
    "proxies that grow in number": "const all = []; for (;;) all.push(new Proxy({}, {}))",
    "classes that grow in number": "const all = []; for (;;) all.push(class { static all = 1; all() {} })",
    "keys that grow in number": "const all = {}; for (let i = 0; ; i++) all['key' + i] = i",
    "errors that grow in number": "const all = []; for (;;) all.push(new Error('x'))",
    "dates that grow in number": "const all = []; for (;;) all.push(new Date(0))",
    "expressions that grow in number": "const all = []; for (let i = 0; ; i++) all.push(new RegExp('x' + i))",
    "functions made from text": "const all = []; for (let i = 0; ; i++) all.push(new Function(`return ${i}`))",
    "promises that grow in number": "const all = []; for (;;) all.push(new Promise(() => {}))",
    "generators that grow in number":
      "const all = []; function* one() { yield all; } for (;;) { const it = one(); it.next(); all.push(it); }",
    "memory that is caught and wanted again":
      "const all = []; for (;;) { try { for (;;) all.push('x'.repeat(1e6) + all.length) } catch {} }",
    "a big integer that is squared": "let big = 2n; for (;;) big = big * big",
    "an array of a huge length that is filled": "const all = []; all.length = 4294967295; all.fill({}); return all",
    "an array written from its far end": "const all = []; for (let i = 4294967294; ; i--) all[i] = i",
    "a text taken apart": "return [...'x'.repeat(1e7)]",
    "a text put together": "return String.fromCharCode.apply(null, Array.from({ length: 1e7 }, () => 65))",
    "text of data that is shared":
      "let all = 'x'.repeat(100); for (let i = 0; i < 40; i++) all = [all, all]; return JSON.stringify(all)",
    "an array pushed into itself": "const all = [1]; for (;;) all.push(...all)",
  }),
  nativeLoops(
    inTransform(exhausted, {
      "copies of data that is shared":
        "let all = [1]; for (let i = 0; i < 40; i++) all = { a: all, b: all }; return JSON.parse(JSON.stringify(all))",
      "the result's text of data that is shared":
        "let all = 'x'.repeat(100); for (let i = 0; i < 40; i++) all = [all, all]; return [{ timestamp: 1, value: 1, dimensions: all }]",
    }),
  ),
);
