import { expect, it } from "vitest";
import { overrideClock } from "./wasm-clock.js";

const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
const time = (): number => Date.now();
function localTime(this: void): number {
  const date = new Date();
  return date.getSeconds() + date.getTimezoneOffset();
}

it("replaces what tells the time and the local time, and nothing else", () => {
  const other = (): number => 1;
  const imports = { a: { time, localTime, other, memory } };
  const clock = overrideClock(imports, memory);
  expect(imports.a).toMatchObject({ other, memory });
  expect(imports.a.time()).toBe(0);
  clock.set(-5);
  expect(imports.a.time()).toBe(-5);
  expect(imports.a.localTime).not.toBe(localTime);
});

it.each([
  ["time in 0 places", { localTime }],
  ["time in 2 places", { time, again: () => Date.now(), localTime }],
  ["local time in 0 places", { time }],
])("refuses another QuickJS, which asks for its %s", (problem, functions) => {
  expect(() => overrideClock({ a: functions }, memory)).toThrow(problem);
});

it("writes UTC as C's broken-down time", () => {
  const imports = { a: { time, localTime } };
  overrideClock(imports, memory);
  const write = imports.a.localTime as unknown as (seconds: bigint, address: number) => void;
  write(BigInt(Date.UTC(2024, 11, 31, 23, 58, 57) / 1000), 8);
  expect([...new Int32Array(memory.buffer, 8, 10)]).toEqual([57, 58, 23, 31, 11, 124, 2, 365, 0, 0]);
  write(-1n, 8);
  expect([...new Int32Array(memory.buffer, 8, 10)]).toEqual([59, 59, 23, 31, 11, 69, 3, 364, 0, 0]);
});
