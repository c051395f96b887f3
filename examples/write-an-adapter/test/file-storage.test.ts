import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { sha256, type StorageAdapter, type TableName, tables } from "@metricsmith/core/adapter";
import { buildChart, buildMetric, buildPoint, buildRun, manualClock } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { fileStorage } from "../src/file-storage.js";
import { temporaryDirectories } from "./temporary-directories.js";

const newDirectory = temporaryDirectories();
const key = { metricId: "metric", generation: 1 };
const body = Uint8Array.of(1, 0, 255);
const journalIn = (directory: string): string => join(directory, "journal-1.jsonl");

describe("a directory opened again", () => {
  it("holds what was acknowledged: rows, points, receipts and bodies", async () => {
    const directory = newDirectory();
    const before = await withStorage(directory, async (storage) => {
      await fill(storage);
      return everythingIn(storage);
    });
    expect(before.rows.metrics).toHaveLength(1);
    expect(await withStorage(directory, everythingIn)).toEqual(before);
    expect(await withStorage(directory, everythingIn)).toEqual(before);
  });

  it("no longer holds what was deleted, and its journal is short again", async () => {
    const directory = newDirectory();
    const empty = await withStorage(directory, async () => statSync(journalIn(directory)).size);
    await withStorage(directory, async (storage) => {
      await fill(storage);
      await storage.commit({
        writes: [
          { operation: "delete", table: "metrics", id: "metric" },
          { operation: "delete", table: "runs", id: "run" },
        ],
      });
      await storage.payloads.delete({ ...bodyKey("acme"), putBefore: new Date("9999-01-01T00:00:00Z") });
    });
    expect(statSync(journalIn(directory)).size).toBeGreaterThan(empty);
    const { rows, points, bodies } = await withStorage(directory, everythingIn);
    expect([...Object.values(rows).flat(), ...points, ...bodies]).toEqual([]);
    expect(statSync(journalIn(directory)).size).toBe(empty);
    expect(readdirSync(join(directory, "bodies"))).toEqual([]);
  });

  it("has a clock that does not run backwards", async () => {
    const directory = newDirectory();
    const openAt = (time: string): StorageAdapter => fileStorage(directory, { clock: manualClock(time) });
    const first = openAt("2026-01-01T12:00:00Z");
    await fill(first);
    await first.close();
    const second = openAt("2026-01-01T08:00:00Z");
    expect(await second.now()).toEqual(new Date("2026-01-01T12:00:00Z"));
    await second.close();
  });
});

describe("what a crash leaves", () => {
  it("a journal cut anywhere opens with all whole lines and nothing of the last", async () => {
    const full = newDirectory();
    const storage = fileStorage(full);
    const states = [await everythingIn(storage)];
    const sizes = [statSync(journalIn(full)).size];
    for (const act of actions) {
      await act(storage);
      states.push(await everythingIn(storage));
      sizes.push(statSync(journalIn(full)).size);
    }
    for (const [index, size] of sizes.entries()) {
      const next = sizes[index + 1] ?? size + 1;
      // The newline alone adds nothing to a line, so it may be missing.
      for (const cut of new Set([size, size + 1, Math.floor((size + next) / 2), next - 2])) {
        const copy = newDirectory();
        cpSync(full, copy, { recursive: true, filter: (source) => !source.includes("lock-") });
        truncateSync(journalIn(copy), Math.min(cut, sizes.at(-1) ?? 0));
        expect(await withStorage(copy, everythingIn), `cut at ${cut}`).toEqual(states[index]);
      }
    }
    await storage.close();
  });

  it("zeros in place of the last line count as no line", async () => {
    const directory = newDirectory();
    const before = await withStorage(directory, async (storage) => {
      await fill(storage);
      return everythingIn(storage);
    });
    appendFileSync(journalIn(directory), `${"\0".repeat(500)}]}\n`);
    expect(await withStorage(directory, everythingIn)).toEqual(before);
  });

  it("half a line that a failed write has left is gone with the next write", async () => {
    const directory = newDirectory();
    const before = await withStorage(directory, async (storage) => {
      appendFileSync(journalIn(directory), '{"at":1,"changes":[["metr');
      await fill(storage);
      return everythingIn(storage);
    });
    expect(await withStorage(directory, everythingIn)).toEqual(before);
  });

  it("a damaged line in the middle is refused, not skipped", async () => {
    const directory = newDirectory();
    await withStorage(directory, fill);
    const lines = readFileSync(journalIn(directory), "utf8").split("\n");
    writeFileSync(journalIn(directory), lines.with(1, lines[1]?.slice(0, 40) ?? "").join("\n"));
    expect(() => fileStorage(directory)).toThrow(expect.objectContaining({ code: "STORAGE_FAILED" }));
    writeFileSync(journalIn(directory), lines.join("\n"));
    await withStorage(directory, everythingIn);
  });

  it("a body noted and not written is absent, can be put again, and can be deleted", async () => {
    const directory = newDirectory();
    const loseFile = (): void => rmSync(join(directory, "bodies", readdirSync(join(directory, "bodies"))[0] ?? ""));
    await withStorage(directory, async ({ payloads }) => {
      await payloads.put({ ...bodyKey("acme"), body });
      loseFile();
      expect(await payloads.get(bodyKey("acme"))).toBeNull();
      await payloads.put({ ...bodyKey("acme"), body });
      expect(await payloads.get(bodyKey("acme"))).toEqual(body);
      loseFile();
      expect(await payloads.delete({ ...bodyKey("acme"), putBefore: new Date("9999-01-01T00:00:00Z") })).toBe(true);
    });
  });
});

describe("one owner", () => {
  it("a second storage on the directory is refused until the first is closed", async () => {
    const directory = newDirectory();
    const storage = fileStorage(directory);
    expect(() => fileStorage(join(directory, "."))).toThrow(expect.objectContaining({ code: "STORAGE_IN_USE" }));
    await storage.commit({ writes: [] });
    await storage.close();
    await withStorage(directory, fill);
  });

  it("a lock that an earlier process with this one's number has left is no obstacle", async () => {
    const directory = newDirectory();
    await withStorage(directory, fill);
    writeFileSync(join(directory, `lock-${process.pid}-left`), "");
    await withStorage(directory, everythingIn);
    expect(readdirSync(directory).filter((name) => name.startsWith("lock-"))).toEqual([]);
  });

  it("a closed storage writes nothing, and may be closed again", async () => {
    const directory = newDirectory();
    const storage = fileStorage(directory);
    await storage.close();
    await storage.close();
    await withStorage(directory, async (successor) => {
      await expect(fill(storage)).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
      await storage.close();
      await fill(successor);
    });
  });
});

describe("names of files", () => {
  it("say nothing that an organization chose", async () => {
    const parent = newDirectory();
    const organizations = ["../../escaped", "/etc/escaped", "..", "CON", "a\\b", "\u{1f600}".repeat(100)];
    await withStorage(join(parent, "storage"), async ({ payloads }) => {
      for (const organizationId of organizations) await payloads.put({ ...bodyKey(organizationId), body });
      for (const organizationId of organizations) expect(await payloads.get(bodyKey(organizationId))).toEqual(body);
    });
    expect(readdirSync(parent)).toEqual(["storage"]);
    expect(readdirSync(join(parent, "storage")).toSorted()).toEqual(["bodies", "journal-1.jsonl"]);
    const files = readdirSync(join(parent, "storage/bodies"));
    expect(files).toHaveLength(organizations.length);
    for (const file of files) expect(file).toMatch(/^[0-9a-f]{64}-[0-9a-f]{64}$/);
  });
});

function bodyKey(organizationId: string): { organizationId: string; sha256: string } {
  return { organizationId, sha256: sha256(body) };
}

/** One of each kind of change. */
const actions: readonly ((storage: StorageAdapter) => Promise<unknown>)[] = [
  (storage) =>
    storage.commit({
      writes: [
        { operation: "insert", table: "metrics", row: buildMetric({ id: "metric" }) },
        { operation: "insert", table: "charts", row: buildChart({ id: "chart", metricId: "metric" }) },
        { operation: "insert", table: "runs", row: buildRun({ id: "run", status: "running", attempt: 1 }) },
      ],
    }),
  (storage) =>
    storage.points.upsert({
      ...key,
      points: [buildPoint({ series: "é\u{1f600}", dimensions: { a: [null] } }), buildPoint({ value: 1e21 })],
      fence: { runId: "run", attempt: 1 },
      receipt: "__proto__",
    }),
  (storage) =>
    storage.records.claim({ table: "runs", where: { id: "run" }, set: { attempt: { increment: 1 } }, limit: 1 }),
  (storage) => storage.points.delete({ ...key, before: new Date("2026-01-01T00:00:00.001Z") }),
  (storage) => storage.points.upsert({ ...key, points: [buildPoint({ value: 3 })] }),
  (storage) => storage.payloads.put({ ...bodyKey("acme"), body }),
];

async function fill(storage: StorageAdapter): Promise<void> {
  for (const act of actions) await act(storage);
}

async function everythingIn({ records, points, payloads }: StorageAdapter) {
  const names = Object.keys(tables) as TableName[];
  const rows = await Promise.all(names.map(async (table) => [table, await records.find({ table, limit: 1_000 })]));
  const bodies = await payloads.list({ putBefore: new Date("9999-01-01T00:00:00Z"), limit: 1_000 });
  return {
    rows: Object.fromEntries(rows) as Record<TableName, unknown[]>,
    points: await points.list({ ...key, limit: 1_000 }),
    bodies: await Promise.all(bodies.map(async (listed) => ({ ...listed, body: await payloads.get(listed) }))),
  };
}

/** Opens the directory, does something, and closes it, also when that fails. */
async function withStorage<Result>(
  directory: string,
  work: (storage: StorageAdapter) => Promise<Result>,
): Promise<Result> {
  const storage = fileStorage(directory);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}
