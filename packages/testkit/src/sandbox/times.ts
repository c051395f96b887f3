import assert from "node:assert/strict";
import type { OffsetSpan } from "@metricsmith/core/adapter";
import { type SandboxSuite, type SandboxTest, transform } from "./sandbox-suite.js";

const berlin: readonly OffsetSpan[] = [
  { fromMs: null, offsetMinutes: 60 },
  { fromMs: Date.UTC(2026, 2, 29, 1), offsetMinutes: 120 },
  { fromMs: Date.UTC(2026, 9, 25, 1), offsetMinutes: 60 },
];
const code = transform("return input.map((timestamp) => ({ timestamp, value: 1 }))");

async function read(test: SandboxTest, ...input: readonly (string | number)[]): Promise<readonly number[]> {
  const context = { fetchedAtMs: 0, timezone: "Europe/Berlin", offsets: berlin };
  return [...(await test.points(code, { input, context })).timestamps];
}

async function areDates(test: SandboxTest, ...input: readonly (string | number)[]): Promise<boolean> {
  return (await test.points(code, { input })).datesOnly;
}

/** How times are read. */
export function describeTimes({ describe, it }: SandboxSuite): void {
  describe("times", () => {
    it("dates and epoch milliseconds", async (test) => {
      const { timestamps } = await test.points(
        transform("return [new Date(5), new Date(-5), 1e12, 0, 0.5].map((timestamp) => ({ timestamp, value: 1 }))"),
      );
      assert.deepEqual([...timestamps], [5, -5, 1e12, 0, 0.5]);
    });

    it("texts with an offset", async (test) => {
      assert.deepEqual(
        await read(
          test,
          "2026-03-01T10:00:00Z",
          "2026-03-01T10:00:00+02:00",
          "2026-03-01T10:00:00.25-0530",
          "2026-03-01 10:00Z",
        ),
        [
          Date.UTC(2026, 2, 1, 10),
          Date.UTC(2026, 2, 1, 8),
          Date.UTC(2026, 2, 1, 15, 30, 0, 250),
          Date.UTC(2026, 2, 1, 10),
        ],
      );
    });

    // Catches a sandbox that reads them in the zone of the host, or in UTC.
    it("texts without an offset are local to the zone that is given", async (test) => {
      assert.deepEqual(await read(test, "2026-03-01T10:00:00", "2026-07-01 10:00", "2026-12-01T00:00"), [
        Date.UTC(2026, 2, 1, 9),
        Date.UTC(2026, 6, 1, 8),
        Date.UTC(2026, 10, 30, 23),
      ]);
    });

    it("of a local time that comes twice the first; one that is skipped moves forward", async (test) => {
      assert.deepEqual(await read(test, "2026-10-25T02:30:00", "2026-03-29T02:30:00"), [
        Date.UTC(2026, 9, 25, 0, 30),
        Date.UTC(2026, 2, 29, 1, 30),
      ]);
    });

    it("calendar dates are midnight UTC, whatever the zone", async (test) => {
      assert.deepEqual(await read(test, "2026-03-01", "2026-03", "2024-02-29", "0099-01-01"), [
        Date.UTC(2026, 2, 1),
        Date.UTC(2026, 2, 1),
        Date.UTC(2024, 1, 29),
        Date.parse("0099-01-01"),
      ]);
    });

    it("`datesOnly` says that all of them are calendar dates", async (test) => {
      assert.equal(await areDates(test, "2026-03-01", "2026-04"), true);
      assert.equal(await areDates(test, "2026-03-01", "2026-04-01T00:00:00Z"), false);
      assert.equal(await areDates(test, "2026-03-01", 5), false);
      assert.equal(await areDates(test, "2026-03-01", "tomorrow"), false);
    });

    it("NaN for what is no time", async (test) => {
      const texts = [
        "tomorrow",
        "",
        "2026-02-30",
        "2026-13-01",
        "2026-01-01T24:30:00Z",
        "2025-02-29",
        " 2026-01-01",
        "12",
      ];
      assert.deepEqual(
        await read(test, ...texts),
        texts.map(() => Number.NaN),
      );
      const { timestamps } = await test.points(
        transform(
          "return [null, undefined, {}, [], true, NaN, new Date(NaN), 5n].map((timestamp) => ({ timestamp, value: 1 }))",
        ),
      );
      assert.deepEqual([...timestamps], Array<number>(8).fill(Number.NaN));
    });
  });
}
