import assert from "node:assert/strict";
import type { Guard, Write } from "@metricsmith/core/adapter";
import { buildCounter, buildUsageEntry } from "../builders/build-rows.js";
import type { StorageSuite, StorageTest } from "./storage-suite.js";

const many = Array.from({ length: 12 }, (_, index) => index);

/** Numbers that several processes raise at once: budgets that must hold. */
export function describeCounters({ describe, it }: StorageSuite): void {
  describe("counters", () => {
    // Catches a guard that is looked at before the commit waits for others, and one that is looked at apart from the writes.
    it("commits at the same time never raise a counter above its limit, and use all of it", async (test) => {
      await test.insert("counters", buildCounter({ id: test.id("counter") }));
      const results = await Promise.all(
        many.map((index) => reserve(test, { entry: `${index}`, amount: 10, limit: 50 })),
      );
      assert.equal(results.filter(Boolean).length, 5);
      assert.equal((await test.read("counters", test.id("counter"))).committed, 50);
      const entries = await test.storage.records.find({
        table: "usageEntries",
        where: { organizationId: test.organizationId },
        limit: 100,
      });
      assert.deepEqual(
        new Set(entries.map(({ id }) => id)),
        new Set(many.filter((index) => results[index]).map((index) => test.id(`${index}`))),
      );
    });

    it("amounts of different size do not pass the limit either, nor does a counter's fraction", async (test) => {
      await test.insert("counters", buildCounter({ id: test.id("counter"), committed: 0.5 }));
      const amounts = many.map((index) => (index % 4) + 0.25);
      const results = await Promise.all(
        amounts.map((amount, index) => reserve(test, { entry: `${index}`, amount, limit: 7 })),
      );
      const { committed } = await test.read("counters", test.id("counter"));
      assert.equal(committed, 0.5 + sum(amounts.filter((_, index) => results[index])));
      assert.ok(committed <= 7, `the counter is at ${committed}`);
      assert.equal(results.filter(Boolean).length < many.length && results.includes(true), true);
    });

    it("the limit itself may be reached, and a last bit above it is refused", async (test) => {
      await test.insert("counters", buildCounter({ id: test.id("counter"), committed: 0.3 }));
      const bound = (committed: Guard["where"]): Promise<boolean> =>
        test.storage.commit({ expect: [guardOf(test, "counter", committed)], writes: [] });
      assert.equal(await bound({ committed: { lte: 0.3 } }), true);
      assert.equal(await bound({ committed: { lt: 0.3 } }), false);
      assert.equal(await reserve(test, { entry: "last", amount: 0.1 + 0.2 - 0.3, limit: 0.1 + 0.2 }), true);
      assert.equal(await bound({ committed: { lte: 0.3 } }), false);
      assert.equal(await bound({ committed: { lte: 0.1 + 0.2, gte: 0.1 + 0.2 } }), true);
    });

    it("counters of one commit are raised together, and none when one of them is used up", async (test) => {
      await test.insert(
        "counters",
        buildCounter({ id: test.id("counter") }),
        buildCounter({ id: test.id("other"), committed: 3 }),
      );
      const reserveBoth = (): Promise<boolean> =>
        test.storage.commit({
          expect: [
            guardOf(test, "counter", { committed: { lte: 9 } }),
            guardOf(test, "other", { committed: { lte: 4 } }),
          ],
          writes: [raise(test, "counter", { committed: 1 }), raise(test, "other", { committed: 1 })],
        });
      const results = await Promise.all(many.map(reserveBoth));
      assert.equal(results.filter(Boolean).length, 2);
      assert.deepEqual(
        [await test.read("counters", test.id("counter")), await test.read("counters", test.id("other"))].map(
          ({ committed }) => committed,
        ),
        [2, 5],
      );
    });

    // Catches increments that are lost, cut to whole numbers, or kept in single precision.
    it("fractions raised at the same time add up to twelve digits, and whole numbers exactly", async (test) => {
      await test.insert("counters", buildCounter({ id: test.id("counter"), used: 2 ** 40, committed: 1_000 }));
      const amounts = many.map((index) => (index + 1) / 10);
      const results = await Promise.all(
        amounts.map((committed, index) =>
          test.storage.commit({ writes: [raise(test, "counter", { committed, used: index })] }),
        ),
      );
      assert.deepEqual(
        results,
        many.map(() => true),
      );
      const { used, committed } = await test.read("counters", test.id("counter"));
      assert.equal(used, 2 ** 40 + sum(many));
      assert.ok(Math.abs(committed / 1_007.8 - 1) < 1e-12, `the counter is at ${committed}`);
    });

    it("what was set aside and not used is given back by a negative increment", async (test) => {
      await test.insert("counters", buildCounter({ id: test.id("counter") }));
      assert.equal(await reserve(test, { entry: "first", amount: 50, limit: 50 }), true);
      assert.equal(await reserve(test, { entry: "second", amount: 30, limit: 50 }), false);
      const settled = raise(test, "counter", { used: 20, committed: 20 - 50 });
      assert.equal(await test.storage.commit({ writes: [settled] }), true);
      assert.equal(await reserve(test, { entry: "second", amount: 30, limit: 50 }), true);
      const { used, committed } = await test.read("counters", test.id("counter"));
      assert.deepEqual([used, committed], [20, 50]);
    });

    it("of commits that make the same counter only one succeeds, and windows are apart", async (test) => {
      const name = test.id("name");
      const make = (window: string): Promise<boolean> =>
        test.storage.commit({
          writes: [{ operation: "insert", table: "counters", row: buildCounter({ name, window }) }],
        });
      const windows = many.map((index) => (index % 2 === 0 ? "" : "2026-03-01"));
      const results = await Promise.all(windows.map(make));
      for (const window of ["", "2026-03-01"]) {
        assert.equal(results.filter((isMade, index) => isMade && windows[index] === window).length, 1);
        assert.equal(await test.storage.records.count({ table: "counters", where: { name, window } }), 1);
      }
    });

    it("counters whose window is over are found, and those of all time are not", async (test) => {
      const name = test.id("name");
      const march = new Date("2026-03-01T00:00:00Z");
      const [past, next] = [new Date("2026-02-01T00:00:00Z"), new Date("2026-04-01T00:00:00Z")];
      for (const [window, expiresAt] of [
        ["02", past],
        ["03", march],
        ["04", next],
        ["", null],
      ] as const) {
        await test.insert("counters", buildCounter({ name, window, expiresAt }));
      }
      const find = async (expiresAt: Date): Promise<string[]> => {
        const where = { name, expiresAt: { lte: expiresAt } };
        const found = await test.storage.records.find({ table: "counters", where, limit: 10 });
        return found.map(({ window }) => window).toSorted();
      };
      assert.deepEqual(await find(march), ["02", "03"]);
      assert.deepEqual(await find(new Date("9999-01-01T00:00:00Z")), ["02", "03", "04"]);
    });
  });
}

interface Reservation {
  /** Names the entry that is stored with it. */
  readonly entry: string;
  readonly amount: number;
  readonly limit: number;
}

/** Raises the test's counter unless that would pass the limit, and enters it; says whether it did. */
function reserve(test: StorageTest, { entry, amount, limit }: Reservation): Promise<boolean> {
  const row = buildUsageEntry({ id: test.id(entry), organizationId: test.organizationId, outcome: "reserved" });
  return test.storage.commit({
    expect: [guardOf(test, "counter", { committed: { lte: limit - amount } })],
    writes: [{ operation: "insert", table: "usageEntries", row }, raise(test, "counter", { committed: amount })],
  });
}

function guardOf(test: StorageTest, name: string, where: Guard["where"]): Guard {
  return { table: "counters", id: test.id(name), where };
}

function raise(
  test: StorageTest,
  name: string,
  amounts: { readonly used?: number; readonly committed?: number },
): Write {
  const set = Object.fromEntries(Object.entries(amounts).map(([column, increment]) => [column, { increment }]));
  return { operation: "update", table: "counters", id: test.id(name), set };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
