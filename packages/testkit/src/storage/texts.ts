import assert from "node:assert/strict";
import type { Run } from "@metricsmith/core/adapter";
import { buildMetric, buildRun, buildSlot } from "../builders/build-rows.js";
import { orderedTexts, shuffledTexts } from "./ordered-texts.js";
import { assertRejects, type StorageSuite } from "./storage-suite.js";

/** Texts of rows, and values that not every storage keeps. */
export function describeTexts({ describe, it }: StorageSuite): void {
  describe("texts and refused values", () => {
    it("texts of rows come back equal, empty ones too", async (test) => {
      for (const [index, text] of [
        "",
        " padded ",
        "line\nbreak\r\n\t",
        "\u{1f600}é\u0301",
        "%_'\"\\",
        "'; DROP TABLE runs; --",
        "$1 ? :name @p1 {0} %s ${x}",
        "2026-01-01T00:00:00.000Z",
        "null",
        "\ufeff\u2028\u0001\u{10ffff}",
        "\u{1f600}".repeat(262_144),
      ].entries()) {
        const id = test.id(String(index));
        await test.insert("runs", buildRun({ id, errorMessage: text }));
        assert.equal((await test.read("runs", id)).errorMessage, text);
      }
    });

    it("an id of 200 characters is kept apart from its beginning", async (test) => {
      const id = test.id("").padEnd(199, "\u{20ac}");
      await test.insert("metrics", buildMetric({ id: `${id}a` }), buildMetric({ id: `${id}b` }));
      assert.equal((await test.read("metrics", `${id}b`)).id, `${id}b`);
    });

    // Catches collations in which "a" and "A", or "é" in one or two characters, are one key.
    it("ids that differ in one character name different rows", async (test) => {
      await test.insert("runs", ...shuffledTexts.map((name) => buildRun({ id: test.id(name), createdBy: name })));
      const owners: (string | null)[] = [];
      for (const name of orderedTexts) owners.push((await test.read("runs", test.id(name))).createdBy);
      assert.deepEqual(owners, orderedTexts);
      assert.equal(await test.storage.records.get({ table: "runs", id: test.id("a").toUpperCase() }), null);
    });

    it("unique keys that differ in one character are no conflict", async (test) => {
      await test.insertMetric();
      const { metricId } = test;
      const slots = orderedTexts.map((name) => buildSlot({ metricId, scopeKey: test.id(name) }));
      await test.insert("slots", ...slots);
      const [first] = slots;
      const twin = { operation: "insert", table: "slots", row: buildSlot({ ...first, id: test.id("twin") }) } as const;
      assert.equal(await test.storage.commit({ writes: [twin] }), false);
    });

    for (const [what, invalid] of [
      ["NUL in a text", { errorMessage: "a\0b" }],
      ["half a surrogate pair in a text", { errorMessage: "a\ud83d" }],
      ["NUL in JSON", { parameters: { list: ["a\0b"] } }],
      ["NUL in a key", { parameters: { "a\0b": 1 } }],
      ["half a surrogate pair in JSON", { result: "\udc00" }],
      ["half a surrogate pair in a key", { parameters: { "\ud83d": 1 } }],
      ["NUL in a receipt's name", { receipts: { "a\0b": { inserted: 0, replaced: 0, unchanged: 0 } } }],
      ["JSON of 1,001 levels", { checkpoint: JSON.parse(`${"[".repeat(1_001)}${"]".repeat(1_001)}`) as [] }],
      ["NaN", { totalSteps: Number.NaN }],
      ["infinity in JSON", { checkpoint: [Number.NEGATIVE_INFINITY] }],
      ["an invalid time", { startedAt: new Date(Number.NaN) }],
      ["a time before year 1", { startedAt: new Date("0000-12-31T23:59:59.999Z") }],
      ["a time after year 9999", { startedAt: new Date("+010000-01-01T00:00:00.000Z") }],
    ] as const satisfies readonly (readonly [string, Partial<Run>])[]) {
      it(`a row with ${what} is refused, and the whole commit with it`, async (test) => {
        const run = buildRun({ id: test.id("run") });
        await test.insert("runs", run);
        const insert = (name: string, overrides: Partial<Run>) =>
          ({ operation: "insert", table: "runs", row: buildRun({ id: test.id(name), ...overrides }) }) as const;
        await assertRejects(
          test.storage.commit({ writes: [insert("good", {}), insert("bad", invalid)] }),
          "STORAGE_INVALID",
        );
        const update = { operation: "update", table: "runs", id: run.id, set: invalid } as const;
        await assertRejects(test.storage.commit({ writes: [insert("good", {}), update] }), "STORAGE_INVALID");
        assert.equal(await test.storage.records.get({ table: "runs", id: test.id("good") }), null);
        assert.deepEqual(await test.read("runs", run.id), run);
      });
    }

    it("an id with NUL or half a surrogate pair is refused", async (test) => {
      for (const end of ["\0", "\ud83d"]) {
        const row = buildRun({ id: test.id(end) });
        await assertRejects(
          test.storage.commit({ writes: [{ operation: "insert", table: "runs", row }] }),
          "STORAGE_INVALID",
        );
      }
    });
  });
}
