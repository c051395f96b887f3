import type { StorageAdapter } from "@metricsmith/core/adapter";
import { buildMetric, buildPayload, buildPoint, buildRun, buildStepLog, faultyStorage } from "@metricsmith/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metricId, refreshed, shop } from "../sales-metric.js";
import {
  createScenario,
  type Engine,
  type PipelineTarget,
  rememberingSandbox,
  type Scenario,
  startTime,
} from "../scenario.js";
import { readState } from "../stored-state.js";
import { sales } from "../templates.js";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const retention = { runs: "20d", points: "20d", payloads: "20d", failedPayloads: 1 } as const;
const swept = { points: 8, runs: 6, payloads: 8, bodies: 8 };

/** A sweep may be cut off anywhere and run beside others, and takes nothing that readers see but what it is told to. */
export function describeSweepSafety(target: PipelineTarget): void {
  describe(`sweeps on ${target.name}`, () => {
    it.each(["before", "after"] as const)(
      "end the same when one is cut off just %s any storage call and another follows",
      async (when) => {
        const undisturbed = await withLitter(target);
        const storage = faultyStorage(undisturbed.storage);
        expect(await undisturbed.engine({ storage, retention }).sweep()).toEqual(swept);
        const expected = await readState(undisturbed.storage);
        expect(storage.calls).toBeGreaterThan(20);
        for (let cutAt = 1; cutAt <= storage.calls; cutAt++) {
          const scenario = await withLitter(target);
          const cut = faultyStorage(scenario.storage, { cutAt, when });
          await expect(scenario.engine({ storage: cut, retention }).sweep()).rejects.toThrow("was cut off");
          await scenario.engine({ retention }).sweep();
          expect(await readState(scenario.storage), `cut at call ${cutAt}, ${cut.names.at(-1)}`).toEqual(expected);
        }
      },
      60_000,
    );

    it("end the same when two run at once, and each row is counted once", async () => {
      const alone = await withLitter(target);
      await alone.engine({ retention }).sweep();
      const scenario = await withLitter(target);
      const both = await Promise.all([1, 2].map(() => scenario.engine({ retention }).sweep()));
      expect(await readState(scenario.storage)).toEqual(await readState(alone.storage));
      for (const [thing, count] of Object.entries(swept)) {
        expect(
          both.reduce((sum, counts) => sum + counts[thing as keyof typeof swept], 0),
          thing,
        ).toBe(count);
      }
    });

    it("change no point and no chart when only runs and responses have limits, and leave a hard refresh what it needs", async () => {
      const sandbox = rememberingSandbox();
      await fc.assert(
        fc.asyncProperty(fc.array(anyAction, { minLength: 3, maxLength: 12 }), anyLimits, async (actions, limits) => {
          const scenario = await createScenario(target, sandbox);
          const engine = scenario.engine({ retention: limits });
          scenario.answer(sales(2, 4));
          await (await engine.metrics.create(shop)).run.result();
          for (const action of [...actions, { type: "hard-refresh", day: 9, amount: 30 } as const]) {
            scenario.clock.advance(dayMs);
            const before = await seen(engine);
            await engine.sweep();
            expect(await seen(engine)).toEqual(before);
            await act(scenario, engine, action);
            if (action.type !== "hard-refresh") continue;
            // Even amounts are of one shop, odd ones of the other: see `act`.
            const { parity, points } = await seen(engine);
            const lasting = before.points.filter((point) => point.day !== action.day && point.value % 2 === parity);
            expect(points).toEqual(expect.arrayContaining(lasting));
            expect(points.filter(({ value }) => value % 2 !== parity)).toEqual([]);
          }
        }),
        { numRuns: 25 },
      );
    }, 60_000);
  });
}

type Action =
  | { readonly type: "soft-refresh" | "hard-refresh"; readonly day: number; readonly amount: number }
  | { readonly type: "fail" }
  | { readonly type: "move"; readonly shop: "main" | "branch" };

const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: refreshOf("soft-refresh") },
  { weight: 2, arbitrary: refreshOf("hard-refresh") },
  { weight: 2, arbitrary: fc.constant({ type: "fail" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("move" as const),
      shop: fc.constantFrom("main" as const, "branch" as const),
    }),
  },
);

const anyLimits = fc.record({
  runs: fc.constantFrom("1d" as const, "3d" as const, "forever" as const),
  payloads: fc.constantFrom("1d" as const, "2d" as const, "4d" as const),
  failedPayloads: fc.constantFrom(0, 1, "forever" as const),
});

function refreshOf<Type extends "soft-refresh" | "hard-refresh">(type: Type) {
  return fc.record({ type: fc.constant(type), day: fc.integer({ min: 1, max: 8 }), amount: fc.nat(99) });
}

async function act(scenario: Scenario, engine: Engine, action: Action): Promise<void> {
  if (action.type === "move") {
    await engine.metrics.update(metricId, { endpointConfig: { SHOP: action.shop } });
    return;
  }
  if (action.type === "fail") {
    scenario.answer({ json: { items: [{ day: "soon", amount: 1 }] } });
    await engine.refresh(metricId, { wait: true });
    return;
  }
  const { parity } = await seen(engine);
  scenario.answer({ json: { items: [{ day: `2026-03-0${action.day}`, amount: action.amount * 2 + parity }] } });
  await refreshed(engine.refresh(metricId, { type: action.type }));
}

/** What readers see, and the remainder by 2 of amounts of the shop that the metric is set to. */
async function seen(engine: Engine) {
  const points = await engine.points.list({ metricId });
  const metric = await engine.metrics.get(metricId);
  return {
    points: points.map(({ timestamp, value }) => ({ day: timestamp.getUTCDate(), value })),
    charts: (await engine.charts.list({ metricId })).map(({ chartConfig }) => chartConfig),
    parity: metric?.endpointConfig["SHOP"] === "branch" ? 1 : 0,
  };
}

/** Of two organizations, a metric each with something of everything that a sweep takes, and of everything that it leaves. */
async function withLitter(target: PipelineTarget): Promise<Scenario> {
  const scenario = await createScenario(target);
  for (const organizationId of ["acme", "other"]) await addLitter(scenario.storage, organizationId);
  scenario.passStorageTime(hourMs + 1);
  return scenario;
}

async function addLitter({ commit, points, payloads }: StorageAdapter, organizationId: string): Promise<void> {
  const metric = buildMetric({
    id: `metric of ${organizationId}`,
    organizationId,
    liveGeneration: 2,
    liveSince: daysAgo(90),
  });
  const of = { organizationId, metricId: metric.id };
  const times = (age: number) => ({ createdAt: daysAgo(age), updatedAt: daysAgo(age) });
  const runs = [40, 30, 25, 10].map((age) =>
    buildRun({
      ...of,
      ...times(age),
      id: `run ${age} of ${organizationId}`,
      provider: "metricsmith",
      domain: "metric",
      status: age === 40 ? "completed" : "failed",
      completedAt: daysAgo(age),
    }),
  );
  const logs = runs.map((run) => buildStepLog({ ...of, ...times(1), id: `log of ${run.id}`, runId: run.id }));
  const records = [80, 40, 30, 25, 10].map((age, index) =>
    buildPayload({
      ...of,
      ...times(age),
      id: `payload ${age} of ${organizationId}`,
      runId: `run ${age} of ${organizationId}`,
      fetchedAt: daysAgo(age),
      pages: [{ sha256: String(index).repeat(64), status: 200, headers: {}, bytes: 1 }],
    }),
  );
  await commit({
    writes: [
      { operation: "insert", table: "metrics", row: { ...metric, ...times(90), lastFetchedAt: daysAgo(10) } },
      ...runs.map((row) => ({ operation: "insert", table: "runs", row }) as const),
      ...logs.map((row) => ({ operation: "insert", table: "stepLogs", row }) as const),
      ...records.map((row) => ({ operation: "insert", table: "payloads", row }) as const),
    ],
  });
  for (const digit of "01234") {
    await payloads.put({ organizationId, sha256: digit.repeat(64), body: new Uint8Array([Number(digit)]) });
  }
  const stored = [40, 30, 10].map((age) => buildPoint({ timestamp: daysAgo(age), value: age }));
  await points.upsert({ metricId: metric.id, generation: 2, points: stored });
  await points.upsert({ metricId: metric.id, generation: 1, points: stored.slice(1) });
}

function daysAgo(age: number): Date {
  return new Date(Date.parse(startTime) - age * dayMs);
}
