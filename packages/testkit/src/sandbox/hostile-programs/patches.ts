import { harmlessPoints, hostileKind, inTransform, mayGive, whileLoading } from "./hostile-program.js";

/** Its own result may suffer; what comes after it must not. */
const forLater = mayGive(harmlessPoints, "TRANSFORM_FAILED", "TRANSFORM_CONTRACT", "TRANSFORM_SYNTAX");
const end = "return [{ timestamp: 1, value: 1, series: '', dimensions: null }]";

/** Changes to built-ins and globals, which try to reach the next run. */
export const patches = hostileKind(
  "changes for the next run",
  inTransform(forLater, {
    "keys on Object.prototype": `Object.prototype.value = 666; Object.prototype.series = 'polluted'; Object.prototype.dimensions = { polluted: 1 }; ${end}`,
    "getters on Object.prototype": `Object.defineProperty(Object.prototype, 'timestamp', { get: () => 666, configurable: true }); ${end}`,
    "toJSON on Object.prototype": `Object.prototype.toJSON = () => 'polluted'; ${end}`,
    "then on Object.prototype": `Object.prototype.then = (resolve) => resolve('polluted'); ${end}`,
    "keys on Array.prototype": `Array.prototype[0] = Array.prototype[1] = { timestamp: 666, value: 666 }; ${end}`,
    "the iterator of arrays": `Array.prototype[Symbol.iterator] = function* () { yield 666 }; ${end}`,
    "the step of array iterators": `Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true }); ${end}`,
    "the methods of arrays": `Array.prototype.map = Array.prototype.push = Array.prototype.filter = () => [666]; ${end}`,
    "the methods of texts": `String.prototype.split = String.prototype.slice = String.prototype.replace = () => 'polluted'; ${end}`,
    "the methods of functions": `Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => 666; ${end}`,
    "the methods of promises": `Promise.prototype.then = () => 666; Promise.resolve = () => 666; ${end}`,
    "the methods of expressions": `RegExp.prototype.exec = RegExp.prototype.test = () => null; ${end}`,
    "the methods of maps": `Map.prototype.get = Map.prototype.set = () => 666; ${end}`,
    "the methods of numbers": `Number.prototype.toString = Number.prototype.toFixed = () => 'polluted'; ${end}`,
    "the methods of generators": `Object.getPrototypeOf(function* () {}).prototype.next = () => ({ done: true }); ${end}`,
    "the methods of typed arrays": `Object.getPrototypeOf(Float64Array.prototype).set = () => { throw 666 }; ${end}`,
    JSON: `JSON.parse = () => 666; JSON.stringify = () => '666'; ${end}`,
    Math: `Math.random = Math.floor = Math.max = () => 666; ${end}`,
    Date: `Date = class { static now() { return 666 } }; ${end}`,
    constructors: `globalThis.Array = globalThis.Object = globalThis.Map = globalThis.Promise = null; ${end}`,
    "names of the global object": `globalThis.transform = globalThis.input = globalThis.polluted = () => 666; ${end}`,
    "names of the global object, by a sloppy function": `Function('polluted = 666; transform = () => 666')(); ${end}`,
    "names of the global object, by eval": `(0, eval)('var polluted = 666; function transform() { return 666 }'); ${end}`,
    "declarations of the global object": `(0, eval)('let JSON = 666; const transform = 666; class Map {}'); ${end}`,
    "names that are deleted": `delete globalThis.JSON; delete globalThis.Date; delete Array.prototype.map; ${end}`,
    "a frozen Object.prototype": `Object.freeze(Object.prototype); Object.freeze(Array.prototype); ${end}`,
    "a frozen global object": `Object.freeze(globalThis); ${end}`,
    "a sealed JSON": `Object.freeze(JSON); Object.defineProperty(globalThis, 'JSON', { writable: false, configurable: false }); ${end}`,
    "the prototype of arrays' prototype": `Object.setPrototypeOf(Array.prototype, new Proxy({}, { get() { throw 666 }, has() { throw 666 } })); ${end}`,
    "the prototype of the global object": `Object.setPrototypeOf(globalThis, new Proxy({}, { get: () => 666, has: () => true })); ${end}`,
    "the prototype of functions": `Object.setPrototypeOf(Function.prototype, null); ${end}`,
    "the name of errors": `Error.prototype.name = 'polluted'; Error.prototype.message = 'polluted'; Error.stackTraceLimit = 0; ${end}`,
    "registered symbols": `Symbol.for('polluted').description; Symbol.prototype.toString = () => 'polluted'; ${end}`,
    "what is given": `context.local = context.timezone = context.fetchedAt = null; input.polluted = 666; argument.polluted = 666; ${end}`,
    "what given things inherit from": `for (const all of [context, input, argument, context.local]) Object.getPrototypeOf(all).polluted = 666; ${end}`,
    "a handler that stays behind": `const again = async () => { for (let i = 0; i < 10; i++) await null; globalThis.polluted = 666; Object.prototype.polluted = 666; }; again(); ${end}`,
    "a generator that is left open": `globalThis.all = (function* () { try { yield 1; } finally { Object.prototype.polluted = 666; } })(); globalThis.all.next(); ${end}`,
  }),
  whileLoading(forLater, {
    "a counter of the module":
      "let count = (globalThis.count ?? 0) + 1; globalThis.count = count; if (count > 1) throw new Error('again');",
    "a patch while loading": "JSON.parse = () => 666; Array.isArray = () => true; Object.prototype.polluted = 666;",
  }),
);
