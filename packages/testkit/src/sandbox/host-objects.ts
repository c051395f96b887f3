import assert from "node:assert/strict";

const asyncIterator = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype)) as object;
const iterators = [[].values(), new Map().values(), new Set().values(), ""[Symbol.iterator](), "".matchAll(/x/g)].map(
  (iterator) => Object.getPrototypeOf(iterator) as object,
);

const constructors = [
  Object,
  Function,
  Array,
  String,
  Number,
  Boolean,
  Symbol,
  BigInt,
  Date,
  RegExp,
  Promise,
  Map,
  Set,
  WeakMap,
  WeakSet,
  WeakRef,
  FinalizationRegistry,
  ArrayBuffer,
  SharedArrayBuffer,
  DataView,
  Uint8Array,
  Float64Array,
  Uint32Array,
  Error,
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  AggregateError,
  Proxy,
  URL,
  AbortSignal,
  EventTarget,
  TextDecoder,
  TextEncoder,
  Object.getPrototypeOf(Uint8Array) as new () => object,
  (async () => {}).constructor,
  function* () {}.constructor,
  async function* () {}.constructor,
];

const watched: readonly object[] = [
  ...constructors,
  ...constructors
    .map((constructor) => (constructor as { readonly prototype?: object }).prototype)
    .filter((value) => value !== undefined),
  ...iterators,
  asyncIterator,
  Object.getPrototypeOf(iterators[0]) as object,
  JSON,
  Math,
  Reflect,
  Atomics,
  process,
  console,
];

interface Snapshot {
  readonly globalNames: readonly PropertyKey[];
  readonly objects: readonly {
    readonly prototype: object | null;
    readonly properties: ReadonlyMap<PropertyKey, PropertyDescriptor>;
  }[];
}

function propertiesOf(value: object): ReadonlyMap<PropertyKey, PropertyDescriptor> {
  const properties = new Map<PropertyKey, PropertyDescriptor>();
  for (const key of Reflect.ownKeys(value)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
    if (descriptor !== undefined) properties.set(key, descriptor);
  }
  return properties;
}

function snapshot(): Snapshot {
  return {
    globalNames: Reflect.ownKeys(globalThis),
    objects: watched.map((value) => ({ prototype: Reflect.getPrototypeOf(value), properties: propertiesOf(value) })),
  };
}

function isSameProperty(one: PropertyDescriptor, other: PropertyDescriptor | undefined): boolean {
  if (other === undefined) return false;
  return (["value", "get", "set", "writable", "enumerable", "configurable"] as const).every((field) =>
    Object.is(one[field], other[field]),
  );
}

/** The host's built-ins as they are now; the function given back fails when one has changed since. */
export function watchHostObjects(): () => void {
  const before = snapshot();
  return () => {
    const after = snapshot();
    const added = after.globalNames.filter((name) => !before.globalNames.includes(name));
    assert.deepEqual(added, [], "names were added to the host's global object");
    for (const [index, { prototype, properties }] of before.objects.entries()) {
      const now = after.objects[index];
      assert.equal(now?.prototype, prototype, "a prototype of the host's built-ins was replaced");
      const changed = [...new Set([...properties.keys(), ...now.properties.keys()])].filter((key) => {
        const property = properties.get(key);
        return property === undefined || !isSameProperty(property, now.properties.get(key));
      });
      assert.deepEqual(changed, [], "the host's built-ins were changed");
    }
  };
}
