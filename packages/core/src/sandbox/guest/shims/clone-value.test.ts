import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cloneValue } from "./clone-value.js";

class Point {
  readonly x = 1;
  get y(): number {
    return 2;
  }
}

const shared = { deep: [1] };
const buffer = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8).buffer;

/** Everything but the stack, which begins elsewhere. */
function membersOf(error: Error): unknown {
  return {
    ...Object.getOwnPropertyDescriptors(error),
    stack: null,
    prototype: Object.getPrototypeOf(error) as unknown,
  };
}

describe("cloneValue() gives what V8's structuredClone gives", () => {
  it("of any plain data", () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      withNullPrototype: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        expect(cloneValue(value)).toStrictEqual(structuredClone(value));
      }),
    );
  });

  it.each([
    ["a RegExp", /a.b/giu],
    ["an instance of a class", new Point()],
    ["an array with holes and members", Object.assign([1], { 2: 3, name: "x" })],
    ["an array that is longer than its items", Object.assign([1], { length: 4 })],
    ["views on one buffer", [new Float32Array(buffer, 4), new DataView(buffer, 1, 2), buffer]],
    ["an invalid date", new Date(NaN)],
    ["a key that is a trap", JSON.parse('{"__proto__":{"a":1}}') as unknown],
    ["hidden members", Object.defineProperty({}, "hidden", { value: 1 })],
    ["a prototype only", Object.create({ inherited: 1 }) as unknown],
    ["a namespace", Math],
  ])("of %s", (_name, value) => {
    expect(cloneValue(value)).toStrictEqual(structuredClone(value));
  });

  it("with what is shared, and with cycles", () => {
    const value: Record<string, unknown> = { first: shared, second: shared, map: new Map([[shared, shared]]) };
    value["self"] = value;
    const copy = cloneValue(value) as typeof value;
    expect(copy["first"]).toBe(copy["second"]);
    expect(copy["first"]).not.toBe(shared);
    expect(copy["self"]).toBe(copy);
    expect([...(copy["map"] as Map<unknown, unknown>).entries()][0]).toEqual([copy["first"], copy["first"]]);
    const views = cloneValue([new Uint8Array(buffer), buffer]) as [Uint8Array, ArrayBuffer];
    expect(views[0].buffer).toBe(views[1]);
  });

  it.each([
    new RangeError("x", { cause: { a: 1 } }),
    new AggregateError([1], "several"),
    new Error(),
    Object.assign(new Error("named"), { name: "Custom", extra: 1 }),
    new (class Own extends TypeError {})("own"),
  ])("of the error %s", (error) => {
    const copy = cloneValue(error) as Error;
    expect(membersOf(copy)).toEqual(membersOf(structuredClone(error)));
    expect(copy.stack).toBe(error.stack);
  });

  it.each([
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["a boxed symbol", Object(Symbol("s")) as unknown],
    ["a function inside", { a: [() => 1] }],
    ["a promise", Promise.resolve(1)],
    ["a weak map", new WeakMap()],
    ["an iterator", [1].values()],
    ["a generator", (function* () {})()],
    [
      "arguments",
      (function () {
        return arguments;
      })(),
    ],
  ])("and refuses %s", (_name, value) => {
    expect(() => structuredClone(value)).toThrow(expect.objectContaining({ name: "DataCloneError" }));
    expect(() => cloneValue(value)).toThrow(expect.objectContaining({ name: "DataCloneError" }));
  });
});
