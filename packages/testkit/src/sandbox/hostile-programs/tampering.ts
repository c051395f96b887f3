import { gives, hostileKind, inTransform, mayGive } from "./hostile-program.js";

const point = "[{ timestamp: 1, value: 7, series: 's', dimensions: { a: 1 } }]";
const expected = [{ timestamp: 1, value: 7, series: "s", dimensions: { a: 1 } }] as const;
const dated = "[{ timestamp: '1970-01-01T00:00:00.001Z', value: 7, series: 's', dimensions: { a: 1 } }]";

function before(statements: Readonly<Record<string, string>>, result: string): Record<string, string> {
  return Object.fromEntries(Object.entries(statements).map(([name, text]) => [name, `${text}; return ${result}`]));
}

/** Changes to what a sandbox may use to carry the result out: the result must stay right, or be refused. */
export const tampering = hostileKind(
  "tampering with the result",
  inTransform(
    gives(expected),
    before(
      {
        "another JSON": "JSON.stringify = () => 'broken'; JSON.parse = () => 'broken'",
        "no JSON": "delete globalThis.JSON",
        "all methods of arrays":
          "for (const key of Object.getOwnPropertyNames(Array.prototype)) { if (key !== 'length') try { Array.prototype[key] = () => { throw 1 } } catch {} }",
        "all methods of texts":
          "for (const key of Object.getOwnPropertyNames(String.prototype)) { if (key !== 'length') try { String.prototype[key] = () => { throw 1 } } catch {} }",
        "no constructors":
          "globalThis.Float64Array = globalThis.Uint32Array = globalThis.ArrayBuffer = globalThis.Map = globalThis.Date = null",
        "functions that convert": "globalThis.String = globalThis.Number = globalThis.Boolean = () => 'broken'",
        "functions that test": "Math.floor = Math.imul = () => 1e9; Number.isInteger = Array.isArray = () => false",
        "the buffer of typed arrays":
          "Object.defineProperty(Object.getPrototypeOf(Float64Array.prototype), 'buffer', { get() { throw 1 } })",
        "the length of typed arrays":
          "Object.defineProperty(Object.getPrototypeOf(Float64Array.prototype), 'length', { get: () => 0 })",
        "the elements of typed arrays":
          "for (const all of [Float64Array, Uint32Array]) Object.defineProperty(all.prototype, '0', { set() { throw 1 }, get: () => 9 })",
        "the size of buffers":
          "Object.defineProperty(ArrayBuffer.prototype, 'byteLength', { get: () => 0 }); ArrayBuffer.prototype.slice = () => null",
        "the species of buffers":
          "for (const all of [ArrayBuffer, Array, Map, Promise]) Object.defineProperty(all, Symbol.species, { get() { throw 1 } })",
        "methods of maps": "Map.prototype.get = Map.prototype.set = () => { throw 1 }",
        "methods of dates": "Date.prototype.getTime = () => 5; Date.UTC = Date.parse = () => 5",
        "methods of functions":
          "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => { throw 1 }",
        iterators: "Array.prototype[Symbol.iterator] = () => { throw 1 }; Promise.prototype.then = () => { throw 1 }",
        "the function by its name":
          "Object.defineProperty(globalThis, 'transform', { get() { throw 1 }, configurable: true })",
        "methods of objects":
          "for (const key of Object.getOwnPropertyNames(Object)) { try { Object[key] = () => { throw 1 } } catch {} }",
        "methods of Reflect": "for (const key of Object.getOwnPropertyNames(Reflect)) Reflect[key] = () => { throw 1 }",
        "what texts convert with":
          "Object.prototype.toString = Number.prototype.toString = Symbol.prototype.toString = () => { throw 1 }",
        "primitive values": "Object.prototype.valueOf = Number.prototype.valueOf = String.prototype.valueOf = () => 9",
        errors:
          "Error.prototype.toString = () => { throw 1 }; globalThis.Error = globalThis.TypeError = globalThis.RangeError = null",
      },
      point,
    ),
  ),
  inTransform(
    gives(expected),
    before(
      {
        "how times are read":
          "RegExp.prototype.exec = () => null; RegExp.prototype.test = () => false; RegExp.prototype[Symbol.match] = () => null",
        "how times are read, by the constructor": "globalThis.RegExp = globalThis.Date = null",
        "how numbers are read": "globalThis.Number = globalThis.parseInt = globalThis.parseFloat = () => 9",
      },
      dated,
    ),
  ),
  inTransform(
    mayGive(expected, "TRANSFORM_CONTRACT", "TRANSFORM_FAILED"),
    before(
      {
        "setters on indexes":
          "for (const all of [Object.prototype, Array.prototype]) for (let i = 0; i < 10; i++) Object.defineProperty(all, i, { set() { throw 1 } })",
        "getters on indexes":
          "for (const all of [Object.prototype, Array.prototype]) for (let i = 0; i < 10; i++) Object.defineProperty(all, i, { get: () => 9 })",
        "JSON text of another kind": "JSON.stringify = () => 'x'; Array.prototype.toJSON = () => 5",
        "toJSON of everything": "Object.prototype.toJSON = () => 5",
        "toJSON of texts and numbers": "String.prototype.toJSON = Number.prototype.toJSON = () => { throw 1 }",
        "fields of everything": `
          const descriptor = Object.assign(Object.create(null), { get: () => 9, set() {}, configurable: true });
          for (const key of ['done', 'get', 'value', 'writable', 'ms', 'isDate', 'notAPromise', 'error']) Object.defineProperty(Object.prototype, key, descriptor)`,
        "then of everything":
          "Object.defineProperty(Object.prototype, 'then', { get() { return (resolve) => resolve([]) } })",
        "a frozen world":
          "for (const all of [Object, Array, Map, Function, Promise]) { Object.freeze(all); Object.freeze(all.prototype); } Object.freeze(globalThis)",
      },
      point,
    ),
  ),
);
