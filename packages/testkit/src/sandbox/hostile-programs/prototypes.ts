import { gives, harmlessPoints, hostileKind, inChart, inTransform, mayGive, withInput } from "./hostile-program.js";

const clean = gives([{ timestamp: 1, value: 1, dimensions: { kept: 1 } }]);
const cleanChart = gives({ kept: 1 });

/** `__proto__`, `constructor` and `prototype` as keys, in and out. */
export const prototypes = hostileKind(
  "unsafe keys",
  withInput(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"list":[{"__proto__":{"polluted":true}}]}',
    inTransform(gives(harmlessPoints), {
      "an input that would change prototypes":
        "return [{ timestamp: 1, value: ({}).polluted === undefined && [].polluted === undefined ? 1 : 0 }]",
    }),
  ),
  withInput(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    inTransform(mayGive(harmlessPoints, "TRANSFORM_FAILED"), {
      "an input that is merged":
        "const merge = (into, from) => { for (const key in from) into[key] = typeof from[key] === 'object' ? merge(into[key] ?? {}, from[key]) : from[key]; return into; }; merge({}, input); return [{ timestamp: 1, value: 1 }]",
    }),
  ),
  inTransform(clean, {
    "`__proto__` in dimensions, by JSON": `return [{ timestamp: 1, value: 1, dimensions: JSON.parse('{"__proto__":{"polluted":true},"kept":1}') }]`,
    "`__proto__` in dimensions, by its name":
      "return [{ timestamp: 1, value: 1, dimensions: { ['__proto__']: { polluted: true }, kept: 1 } }]",
    "`__proto__` in dimensions, by toJSON":
      "return [{ timestamp: 1, value: 1, dimensions: { toJSON: () => ({ ['__proto__']: { polluted: true }, kept: 1 }) } }]",
    "`__proto__` in dimensions, by a proxy": `
      const keys = ['__proto__', 'kept'];
      const dimensions = new Proxy({}, {
        ownKeys: () => keys, get: (_, key) => (key === 'toJSON' ? undefined : 1),
        getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
      });
      return [{ timestamp: 1, value: 1, dimensions }]`,
    "`constructor` and `prototype` in dimensions":
      "return [{ timestamp: 1, value: 1, dimensions: { constructor: { prototype: { polluted: true } }, prototype: 1, kept: 1 } }]",
  }),
  inTransform(gives([{ timestamp: 1, value: 1, dimensions: [{ kept: [{ kept: 1 }] }] }]), {
    "unsafe keys deep inside": `return [{ timestamp: 1, value: 1, dimensions: [{ constructor: 1, kept: [JSON.parse('{"__proto__":1,"kept":1}')] }] }]`,
  }),
  inTransform(gives([{ timestamp: 1, value: 1, dimensions: { kept: '"__proto__":1', "__proto__ ": 1 } }]), {
    "text that only looks like an unsafe key": `return [{ timestamp: 1, value: 1, dimensions: { kept: '"__proto__":1', '__proto__ ': 1 } }]`,
  }),
  inTransform(
    gives(["__proto__", "constructor", "prototype", "toString"].map((series) => ({ timestamp: 1, value: 1, series }))),
    {
      "unsafe keys as series":
        "return ['__proto__', 'constructor', 'prototype', 'toString'].map((series) => ({ timestamp: 1, value: 1, series }))",
    },
  ),
  inChart(cleanChart, {
    "`__proto__` in a chart": `return JSON.parse('{"__proto__":{"polluted":true},"kept":1}')`,
    "`constructor` in a chart": "return { constructor: { prototype: { polluted: true } }, kept: 1 }",
    "`__proto__` in a chart, by toJSON": "return { toJSON: () => ({ ['__proto__']: { polluted: true }, kept: 1 }) }",
  }),
  inChart(mayGive({}, "TRANSFORM_CONTRACT"), {
    "Object.prototype as a chart": "return Object.prototype",
  }),
);
