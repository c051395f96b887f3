import {
  brokenContract,
  fails,
  failed,
  gives,
  harmlessPoints,
  hostileKind,
  inChart,
  inTransform,
  mayGive,
  stopped,
} from "./hostile-program.js";

/** Results that run code or change while they are read, and results that are no data. */
export const results = hostileKind(
  "results",
  inTransform(stopped, {
    "a value that loops when read": "return [{ timestamp: 1, get value() { for (;;) {} } }]",
    "a point that loops when read": "return [new Proxy({}, { get() { for (;;) {} } })]",
    "an array that loops when read": "return new Proxy([], { get() { for (;;) {} } })",
    "toJSON that loops": "return [{ timestamp: 1, value: 1, dimensions: { toJSON() { for (;;) {} } } }]",
    "keys that loop when listed":
      "return [{ timestamp: 1, value: 1, dimensions: new Proxy({}, { ownKeys() { for (;;) {} } }) }]",
  }),
  inTransform(fails("TRANSFORM_CONTRACT", "TRANSFORM_FAILED"), {
    "a value that throws when read": "return [{ timestamp: 1, get value() { throw 1 } }]",
    "toJSON that throws": "return [{ timestamp: 1, value: 1, dimensions: { toJSON() { throw 1 } } }]",
    "dimensions that contain themselves":
      "const all = {}; all.all = all; return [{ timestamp: 1, value: 1, dimensions: all }]",
    "a big integer in dimensions": "return [{ timestamp: 1, value: 1, dimensions: { all: 1n } }]",
    "a revoked proxy": "const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return proxy",
    "a revoked proxy as a point": "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return [proxy]",
  }),
  inTransform(brokenContract, {
    nothing: "",
    text: "return 'abc'",
    "an iterator of points": "return [{ timestamp: 1, value: 1 }].values()",
    "a set of points": "return new Set([{ timestamp: 1, value: 1 }])",
    "what looks like an array": "return { length: 1, 0: { timestamp: 1, value: 1 } }",
    "a typed array": "return new Float64Array(3)",
    "a hole among points": "return [, { timestamp: 1, value: 1 }]",
    "an array with a negative length":
      "return new Proxy([{ timestamp: 1, value: 1 }], { get: (all, key) => key === 'length' ? -1 : all[key] })",
    "an array with a length that is no number":
      "return new Proxy([{ timestamp: 1, value: 1 }], { get: (all, key) => key === 'length' ? {} : all[key] })",
    "an array that shrinks while it is read":
      "const all = [{ timestamp: 1, get value() { all.length = 1; return 1; } }, { timestamp: 2, value: 2 }]; return all",
    "a series that is a boxed text": "return [{ timestamp: 1, value: 1, series: new String('s') }]",
    "a series that is a symbol": "return [{ timestamp: 1, value: 1, series: Symbol('s') }]",
    "a function as a point": "return [() => ({ timestamp: 1, value: 1 })]",
  }),
  inTransform(fails("TRANSFORM_CONTRACT", "TRANSFORM_OUTPUT_TOO_LARGE"), {
    "an array with a false huge length":
      "return new Proxy([], { get: (all, key) => key === 'length' ? 1e9 : { timestamp: 1, value: 1 } })",
    "an array with a length beyond all numbers":
      "return new Proxy([], { get: (all, key) => key === 'length' ? Infinity : { timestamp: 1, value: 1 } })",
    "an array of holes": "const all = []; all.length = 4294967295; return all",
  }),
  inTransform(gives(harmlessPoints), {
    "a proxy of points": "return new Proxy([{ timestamp: 1, value: 1 }], {})",
    "a proxy of a point": "return [new Proxy({ timestamp: 1, value: 1 }, {})]",
    "a subclass of Array":
      "class All extends Array { get [Symbol.species]() { throw 1 } } return All.of({ timestamp: 1, value: 1 })",
    "points without a prototype": "return [Object.assign(Object.create(null), { timestamp: 1, value: 1 })]",
    "an array without a prototype": "return Object.setPrototypeOf([{ timestamp: 1, value: 1 }], null)",
    "values by inheritance": "return [Object.create({ timestamp: 1, value: 1 })]",
    "a frozen array": "return Object.freeze([Object.freeze({ timestamp: 1, value: 1 })])",
    "an array with an iterator that throws":
      "return Object.assign([{ timestamp: 1, value: 1 }], { [Symbol.iterator]() { throw 1 } })",
    "an array with a toJSON": "return Object.assign([{ timestamp: 1, value: 1 }], { toJSON: () => [] })",
    "points with further keys that throw": "return [{ timestamp: 1, value: 1, get other() { throw 1 } }]",
  }),
  inTransform(gives([{ timestamp: 1, value: Number.NaN }]), {
    "a value that is a boxed number": "return [{ timestamp: 1, value: new Number(5) }]",
    "a value with valueOf": "return [{ timestamp: 1, value: { valueOf: () => 5 } }]",
    "a value that is a big integer": "return [{ timestamp: 1, value: 5n }]",
    "a value that is a symbol": "return [{ timestamp: 1, value: Symbol('5') }]",
  }),
  inTransform(gives([{ timestamp: 1, value: 1, dimensions: { a: null, b: [null, null] } }]), {
    "dimensions that JSON does not have":
      "return [{ timestamp: 1, value: 1, dimensions: { a: NaN, b: [() => {}, undefined], c: undefined, [Symbol('d')]: 1 } }]",
  }),
  inTransform(mayGive([{ timestamp: 1, value: 1, dimensions: null }], "TRANSFORM_CONTRACT"), {
    "dimensions that are a function": "return [{ timestamp: 1, value: 1, dimensions: () => {} }]",
    "dimensions whose toJSON gives nothing": "return [{ timestamp: 1, value: 1, dimensions: { toJSON() {} } }]",
  }),
  inTransform(mayGive(harmlessPoints, "TRANSFORM_CONTRACT", "TRANSFORM_OUTPUT_TOO_LARGE"), {
    "an array that grows while it is read":
      "const all = [{ timestamp: 1, get value() { all.push(all[0]); return 1; } }]; return all",
  }),
  inChart(stopped, {
    "a chart that loops when read": "return { get title() { for (;;) {} } }",
    "a chart whose toJSON loops": "return { toJSON() { for (;;) {} } }",
  }),
  inChart(fails("TRANSFORM_CONTRACT", "TRANSFORM_FAILED"), {
    "a chart that contains itself": "const all = {}; all.all = all; return all",
    "a chart with a big integer": "return { all: 1n }",
    "a chart that is nothing": "return undefined",
    "a chart that is a function": "return () => {}",
    "a chart that is a symbol": "return Symbol('x')",
    "a chart that is a revoked proxy": "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy",
  }),
  inChart(failed, { "a chart that is thrown": "throw { title: 'x' }" }),
  inChart(gives({ title: "x" }), {
    "a chart by toJSON": "return { toJSON: () => ({ title: 'x' }) }",
    "a chart by getters": "return { get title() { return 'x' } }",
    "a chart that is a proxy": "return new Proxy({ title: 'x' }, {})",
    "a chart of a class": "return new (class { title = 'x'; #hidden = 1; method() {} })()",
  }),
);
