/** A program that tries to hang, crash, exhaust, escape or mislead the sandbox. */
export interface HostileProgram {
  readonly name: string;
  readonly code: string;
}

const point = "[{ timestamp: 1, value: 1 }]";

/** The body of `transform`. */
function body(name: string, statements: string): HostileProgram {
  return { name, code: `export function transform(input, argument, context) { ${statements} }` };
}

/** Code before a harmless `transform`. */
function load(name: string, statements: string): HostileProgram {
  return { name, code: `${statements}\nexport function transform() { return ${point}; }` };
}

/** Programs that never end by themselves. */
export const endlessPrograms: readonly HostileProgram[] = [
  body("loop", "for (;;) {}"),
  load("loop while loading", "for (;;) {}"),
  body("loop that catches everything", "for (;;) { try { for (;;) {} } catch {} finally { continue; } }"),
  body("join of a huge array", "return Array(1e9).join('')"),
  body("native loop without interruption points", "for (;;) JSON.parse('[1,2,3]')"),
  body("backtracking expression", "return /^(a+)+$/.test('a'.repeat(40) + 'b')"),
  body("nested quantifiers", "return /(x+x+)+y/.test('x'.repeat(60))"),
  body("endless generator", "function* all() { for (;;) yield 1; } return [...all()].length"),
  body(
    "endless iterator into an array",
    "return Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) })",
  ),
  body("comparator that loops", "return [3, 1, 2].sort(() => { for (;;) {} })"),
  body(
    "inconsistent comparator on much data",
    `for (;;) Array.from({ length: 1e4 }, (_, i) => i).sort(() => Math.random() - 0.5)`,
  ),
  body("promise flood", "const again = () => Promise.resolve().then(again); return again()"),
  body(
    "promise flood in parallel",
    "const twice = () => { Promise.resolve().then(twice); Promise.resolve().then(twice); }; twice(); return new Promise(() => {})",
  ),
  body("async loop", "return (async () => { for (;;) await null; })()"),
  body("getter that loops on the result", "return [{ get value() { for (;;) {} }, timestamp: 1 }]"),
  body(
    "toJSON that loops on dimensions",
    "return [{ timestamp: 1, value: 1, dimensions: { toJSON() { for (;;) {} } } }]",
  ),
  body("proxy that loops as the result", "return new Proxy([], { get() { for (;;) {} } })"),
  body("error whose message loops", "throw { get message() { for (;;) {} } }"),
  body(
    "error whose toString loops",
    "const error = new Error('x'); Object.defineProperty(error, 'stack', { get() { for (;;) {} } }); throw error",
  ),
  body("toString that loops on a timestamp key", "const key = { toString() { for (;;) {} } }; return ({})[key]"),
  body("huge repeat with replace", "for (;;) 'a'.repeat(1e6).replace(/a/g, 'b')"),
  body("indexOf over holes", "const holes = []; holes.length = 4294967295; for (;;) holes.indexOf(1)"),
];

/** Programs that want more memory or stack than there is. */
export const exhaustingPrograms: readonly HostileProgram[] = [
  body("array that grows", "const all = []; for (;;) all.push(new Array(1000).fill(1))"),
  body("text that doubles", "let text = 'x'; for (;;) text += text"),
  body("typed array", "return new Uint8Array(2 ** 31 - 1)"),
  body("array buffers", "const all = []; for (;;) all.push(new ArrayBuffer(1e6))"),
  body("map that grows", "const all = new Map(); for (let i = 0; ; i++) all.set(i, { i })"),
  body("closures that grow", "const all = []; for (;;) all.push(() => all)"),
  body("padding", "return 'x'.padEnd(2 ** 30 - 1).split('')"),
  body(
    "memory that is caught",
    "const all = []; for (;;) { try { for (;;) all.push('x'.repeat(1e6) + all.length) } catch {} }",
  ),
  body("big integer", "let big = 2n; for (;;) big = big * big"),
  body("recursion", "const again = () => again() + 1; return again()"),
  body(
    "recursion that is caught",
    "const again = () => { try { return again() } catch { return again() } }; return again()",
  ),
  body("recursion through getters", "const all = { get all() { return this.all } }; return all.all"),
  body("recursion through JSON", "const all = { toJSON() { return JSON.stringify(all) } }; return JSON.stringify(all)"),
  body("recursion through sort", "const again = () => [2, 1].sort(again); again()"),
  body("deep nesting in", "return JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))"),
  body(
    "deep nesting out",
    "let all = {}; for (let i = 0; i < 1e5; i++) all = { all }; return [{ timestamp: 1, value: 1, dimensions: all }]",
  ),
  body(
    "deep arrays out",
    "let all = []; for (let i = 0; i < 5000; i++) all = [all]; return [{ timestamp: 1, value: 1, dimensions: all }]",
  ),
  body("deep expression", "return new RegExp('('.repeat(1e5) + ')'.repeat(1e5))"),
  body(
    "deep promise chain",
    "let all = Promise.resolve(); for (let i = 0; i < 1e6; i++) all = all.then(() => all); return all",
  ),
  load("deep source", `const all = ${"[".repeat(20_000)}${"]".repeat(20_000)};`),
  body("giant error message", "throw new Error('x'.repeat(2e7))"),
  body("giant error name", "const error = new Error('x'); error.name = 'n'.repeat(2e7); throw error"),
  body("giant key", "return [{ timestamp: 1, value: 1, dimensions: { ['k'.repeat(2e7)]: 1 } }]"),
  body("giant series", "return [{ timestamp: 1, value: 1, series: 's'.repeat(2e7) }]"),
  body("a million points", `return Array.from({ length: 1000001 }, () => (${point})[0])`),
  body("array with a huge length", "const all = []; all.length = 4294967295; return all"),
];

/** Programs that try to reach the host. */
export const escapingPrograms: readonly HostileProgram[] = [
  body("function constructor", "return (() => {}).constructor('return process')().exit(1)"),
  body("constructor of the input", "return input.constructor.constructor('return process')().exit(1)"),
  body("constructor of the context", "return context.local.constructor('return process')().exit(1)"),
  body("constructor of an async function", "return (async () => {}).constructor('return process.exit(1)')()"),
  body("indirect eval", "return (0, eval)('process.exit(1)')"),
  body("require", "return require('node:child_process').execSync('id')"),
  load("import", "import fs from 'node:fs'; fs.readFileSync('/etc/passwd');"),
  body("dynamic import", "return import('node:fs').then((fs) => fs.readFileSync('/etc/passwd'))"),
  body("caller", "return transform.caller.caller.constructor('return process')()"),
  body(
    "error preparation",
    "Error.prepareStackTrace = (_, frames) => frames[0].getThis().process.exit(1); return new Error().stack.process",
  ),
  body("fetch", "return fetch('http://127.0.0.1/')"),
  body("worker port", "return globalThis.parentPort.postMessage('x')"),
  body("import.meta", "return [{ timestamp: 1, value: 1, series: import.meta.url.href.path }]"),
  body("thrown null", "throw null"),
  body("thrown symbol", "throw Symbol('x')"),
  body("thrown proxy", "throw new Proxy({}, { get() { throw new Proxy({}, {}) } })"),
  body("promise that never settles", "return new Promise(() => {})"),
  body("revoked proxy as the result", "const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return proxy"),
  body(
    "proxy with a false length",
    `return new Proxy(${point}, { get: (all, key) => (key === 'length' ? -1 : all[key]) })`,
  ),
  body(
    "setters on indexes",
    `for (const all of [Object.prototype, Array.prototype]) for (let i = 0; i < 10; i++) Object.defineProperty(all, i, { set() { throw 1 } }); return [{ timestamp: 1, value: 1, dimensions: {} }]`,
  ),
  body(
    "JSON text of another kind",
    `JSON.stringify = () => 'x'; Array.prototype.toJSON = () => 5; return [{ timestamp: 1, value: 1, dimensions: {} }]`,
  ),
];

/** Programs that change built-ins, and still return one point: value 7 at epoch 1, series `s`, dimensions `{ a: 1 }`. */
export const tamperingPrograms: readonly HostileProgram[] = [
  "JSON.stringify = () => 'broken'; JSON.parse = () => 'broken'",
  "for (const key of Object.getOwnPropertyNames(Array.prototype)) { if (key !== 'length') try { Array.prototype[key] = () => { throw 1 } } catch {} }",
  "for (const key of Object.getOwnPropertyNames(String.prototype)) { if (key !== 'length') try { String.prototype[key] = () => { throw 1 } } catch {} }",
  "globalThis.Float64Array = globalThis.Uint32Array = globalThis.ArrayBuffer = globalThis.Map = globalThis.Date = null",
  "Object.defineProperty(Object.getPrototypeOf(Float64Array.prototype), 'buffer', { get() { throw 1 } })",
  "Map.prototype.get = Map.prototype.set = () => { throw 1 }",
  "Date.prototype.getTime = () => 5; RegExp.prototype.exec = () => null",
  "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => { throw 1 }",
  "Array.prototype[Symbol.iterator] = () => { throw 1 }; Promise.prototype.then = () => { throw 1 }",
  "Object.defineProperty(globalThis, 'transform', { get() { throw 1 }, configurable: true })",
  "Math.floor = Math.imul = () => 1e9; Number.isInteger = Array.isArray = () => false",
].map((statements) =>
  body(statements, `${statements}; return [{ timestamp: 1, value: 7, series: 's', dimensions: { a: 1 } }]`),
);
