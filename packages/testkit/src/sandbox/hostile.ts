import assert from "node:assert/strict";
import type { JsonValue, PointColumns } from "@metricsmith/core/adapter";
import { watchHostObjects } from "./host-objects.js";
import type { HostilePoint, HostileProgram } from "./hostile-programs/hostile-program.js";
import { hostilePrograms } from "./hostile-programs.js";
import {
  assertSpeaksWell,
  chartRun,
  ingestionRun,
  megabyte,
  pointsOf,
  type SandboxSuite,
  type SandboxTest,
} from "./sandbox-suite.js";

/** Small, so that what wants all memory has it soon. */
const memoryBytes = 16 * megabyte;

/** Uses what a hostile program may have changed, and says what it finds changed. */
const probe = `
const missing = ['polluted', 'count', 'again', 'all', 'input', 'transformed'];
export async function transform(rows, argument, context) {
  const found = missing.filter((name) => name in globalThis || name in {} || name in [] || name in context || name in argument);
  for (const key in {}) found.push('key ' + key);
  for (const key in []) found.push('index ' + key);
  for (const all of [Object.prototype, Array.prototype, globalThis, JSON]) if (Object.isFrozen(all)) found.push('frozen');
  if (Object.getPrototypeOf(Array.prototype) !== Object.prototype) found.push('prototype of arrays');
  if (Object.getPrototypeOf(Function.prototype) !== Object.prototype) found.push('prototype of functions');
  if (new Error('x').name !== 'Error' || String(new Error('x')) !== 'Error: x') found.push('errors');
  if (Date.now() !== context.fetchedAt.getTime() || new Date().getTimezoneOffset() !== 0) found.push('clock');
  if (!/^a+b$/.test('aab') || 'a,b'.split(',').join('') !== 'ab' || 'ab'.replace(/b/, 'c') !== 'ac') found.push('texts');
  if (JSON.stringify(JSON.parse('{"a":[1,"x",null]}')) !== '{"a":[1,"x",null]}') found.push('JSON');
  if ([...new Map([[1, 2]]).values(), ...(function* () { yield 3 })()].join() !== '2,3') found.push('iterators');
  if ((2.5).toFixed(1) + Math.max(1, 2) + Math.floor(1.5) !== '2.521') found.push('numbers');
  if ((await Promise.all([Promise.resolve(1)]).then(([one]) => one)) !== 1) found.push('promises');
  if (new Float64Array([1, 2]).subarray(1)[0] !== 2 || Math.random() >= 1) found.push('typed arrays');
  if (argument.name !== 'probe' || context.local(0).year !== 1970) found.push('what is given');
  return rows.map((value) => ({ timestamp: value, value, series: 's' + value, dimensions: { value, found } }));
}`;

async function assertUndisturbed(test: SandboxTest): Promise<void> {
  const columns = await test.points(probe, { input: [1, 2, 3], argument: { name: "probe" }, limits: { memoryBytes } });
  const expected = [1, 2, 3].map((value) => ({
    timestamp: value,
    value,
    series: `s${value}`,
    dimensions: { value, found: [] },
  }));
  assert.deepEqual(pointsOf(columns), expected, "the next run is not right");
}

type Outcome = { readonly error: unknown } | { readonly points: PointColumns } | { readonly chart: JsonValue };

async function outcomeOf(program: HostileProgram, test: SandboxTest): Promise<Outcome> {
  const changes = { text: program.input, limits: { timeoutMs: program.timeoutMs, memoryBytes } };
  try {
    if (program.run === "chart") return { chart: await test.sandbox.run(chartRun(program.code, changes)) };
    return { points: await test.sandbox.run(ingestionRun(program.code, changes)) };
  } catch (error) {
    return { error };
  }
}

function expectedPoints(points: readonly HostilePoint[]): readonly Required<HostilePoint>[] {
  return points.map(({ timestamp, value, series = "", dimensions = null }) => ({
    timestamp,
    value,
    series,
    dimensions,
  }));
}

function assertAllowed(program: HostileProgram, outcome: Outcome): void {
  if ("error" in outcome) {
    assertSpeaksWell(outcome.error);
    const { code, message } = outcome.error;
    const codes = program.ends === "result" ? [] : program.codes;
    assert.ok(codes.includes(code), `failed with ${code}, which it must not: ${message}`);
    return;
  }
  if (program.ends === "failure") {
    const shown = JSON.stringify("chart" in outcome ? outcome.chart : pointsOf(outcome.points));
    assert.fail(`gave ${shown.slice(0, 500)} instead of failing with ${program.codes.join(" or ")}`);
  }
  if ("chart" in outcome) assert.deepEqual(outcome.chart, program.result);
  else assert.deepEqual(pointsOf(outcome.points), expectedPoints(program.result as readonly HostilePoint[]));
}

/** Each program ends as it may, leaves the host's objects alone, and the next run is right. */
export function describeHostilePrograms(
  { describe, it }: SandboxSuite,
  { isOnCallingThread }: { readonly isOnCallingThread: boolean },
): void {
  const programs = hostilePrograms.filter(({ isNativeLoop }) => !(isNativeLoop && isOnCallingThread));
  for (const kind of new Set(programs.map((program) => program.kind))) {
    describe(`hostile programs: ${kind}`, () => {
      for (const program of programs.filter((candidate) => candidate.kind === kind)) {
        it(program.name, async (test) => {
          const assertHostUnchanged = watchHostObjects();
          const outcome = await outcomeOf(program, test);
          assertHostUnchanged();
          assertAllowed(program, outcome);
          await assertUndisturbed(test);
        });
      }
    });
  }
}
