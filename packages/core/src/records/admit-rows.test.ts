import { describe, expect, it } from "vitest";
import { type AdmittedRow, admitChanges, admitRow } from "./admit-rows.js";
import { columnsOf } from "./table-columns.js";

const created = new Date("2026-01-01T00:00:00Z");

/** A step log, every column of which is given. */
function stepLog(overrides: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const values = { text: "text", number: 1, boolean: true, time: created, json: { a: [1] } };
  return { ...Object.fromEntries(columnsOf("stepLogs").map(({ name, kind }) => [name, values[kind]])), ...overrides };
}

const admitted = (): AdmittedRow => admitRow("stepLogs", stepLog({ durationMs: 5 }));
const invalid = expect.objectContaining({ code: "STORAGE_INVALID" });

describe("admitRow", () => {
  it("gives an equal copy, times and JSON too", () => {
    const row = stepLog({ output: { list: [1] } });
    const copy = admitRow("stepLogs", row);
    expect(copy).toEqual(row);
    copy.createdAt.setTime(0);
    (copy["output"] as { list: number[] }).list.push(2);
    expect(row).toEqual(stepLog({ output: { list: [1] } }));
    expect(created.getTime()).toBeGreaterThan(0);
  });

  it("keeps null, makes 0 of -0, and leaves out keys of JSON that hold undefined", () => {
    const { durationMs, output } = admitRow("stepLogs", stepLog({ durationMs: -0, output: { a: undefined, b: null } }));
    expect(Object.is(durationMs, 0)).toBe(true);
    expect(Object.keys(output as object)).toEqual(["b"]);
    expect(admitRow("stepLogs", stepLog({ error: null }))["error"]).toBeNull();
  });

  it("refuses a column that is missing, and one that the table does not have", () => {
    expect(() => admitRow("stepLogs", stepLog({ durationMs: undefined }))).toThrow(
      'A row of stepLogs has no "durationMs". Give it a value or null.',
    );
    expect(() => admitRow("stepLogs", stepLog({ duration: 1 }))).toThrow(invalid);
    expect(() => admitRow("stepLogs", stepLog({ toString: 1 }))).toThrow(invalid);
  });

  it("takes no notice of an unknown key that holds undefined", () => {
    expect(admitRow("stepLogs", stepLog({ duration: undefined }))).not.toHaveProperty("duration");
  });

  it("refuses what not every storage keeps, naming the column", () => {
    for (const [column, value] of [
      ["id", "a\0b"],
      ["displayName", "\ud83d"],
      ["durationMs", Number.NaN],
      ["startedAt", new Date(Number.NaN)],
      ["output", { "a\0": 1 }],
    ] as const) {
      const admit = (): unknown => admitRow("stepLogs", stepLog({ [column]: value }));
      expect(admit).toThrow(invalid);
      expect(admit).toThrow(column);
    }
  });
});

describe("admitChanges", () => {
  it("changes the columns it names, and leaves the row before as it was", () => {
    const before = admitted();
    const startedAt = new Date("2026-02-01T00:00:00Z");
    const after = admitChanges("stepLogs", before, { output: [1], startedAt, error: undefined });
    expect(after).toEqual({ ...stepLog({ durationMs: 5 }), output: [1], startedAt });
    expect(before).toEqual(admitted());
    startedAt.setTime(0);
    expect(after["startedAt"]).toEqual(new Date("2026-02-01T00:00:00Z"));
  });

  it("adds `increment` in a number column, and keeps it as data in a JSON column", () => {
    const set = { durationMs: { increment: -1.5 }, output: { increment: 1 } };
    expect(admitChanges("stepLogs", admitted(), set)).toMatchObject({ durationMs: 3.5, output: { increment: 1 } });
  });

  it("sets null, in number columns too", () => {
    expect(admitChanges("stepLogs", admitted(), { durationMs: null })["durationMs"]).toBeNull();
  });

  it("refuses an unknown column and the id", () => {
    for (const set of [{ duration: 1 }, { toString: 1 }, { id: "other" }]) {
      expect(() => admitChanges("stepLogs", admitted(), set)).toThrow(invalid);
    }
  });

  it("takes no notice of an unknown column, or an id, that is undefined", () => {
    expect(admitChanges("stepLogs", admitted(), { id: undefined, duration: undefined })).toEqual(admitted());
  });

  it("refuses what not every storage keeps, sums too", () => {
    for (const durationMs of [Number.NaN, { increment: Number.POSITIVE_INFINITY }, { increment: Number.NaN }]) {
      expect(() => admitChanges("stepLogs", admitted(), { durationMs })).toThrow(invalid);
    }
  });
});
