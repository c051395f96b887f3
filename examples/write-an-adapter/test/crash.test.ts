import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { fileStorage } from "../src/file-storage.js";
import { temporaryDirectories } from "./temporary-directories.js";

const newDirectory = temporaryDirectories();
const program = fileURLToPath(new URL("crash-program.ts", import.meta.url));
const workspace = fileURLToPath(new URL("../../..", import.meta.url));

// How many acknowledgements each process lives to see. It goes on until the signal arrives, so every kill cuts elsewhere.
const lives = [1, 2, 7, 16, 31, 44];

it("a process killed at any moment leaves every acknowledged write, at most one more, and none in part", async () => {
  const directory = newDirectory();
  const acknowledged = { commit: -1, upsert: -1 };
  for (const count of lives) {
    for (const line of await linesUntilKilled(directory, count)) {
      const [kind, number] = line.split(" ");
      acknowledged[kind as "commit" | "upsert"] = Number(number);
    }
    const stored = await readBack(directory);
    expect(stored.commit - acknowledged.commit, "commits behind the last one acknowledged").toBeOneOf([0, 1]);
    expect(stored.upsert - acknowledged.upsert, "upserts behind the last one acknowledged").toBeOneOf([0, 1]);
  }
}, 120_000);

/** All that the process has said, also between the decision to kill it and its end. */
async function linesUntilKilled(directory: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, ["--conditions=@metricsmith/source", "--import", "tsx", program, directory], {
    cwd: workspace,
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const closed = once(child, "close");
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (lines.length === 0) expect(() => fileStorage(directory)).toThrow(`Process ${child.pid} has the storage`);
    if (lines.push(line) === count) child.kill("SIGKILL");
  }
  await closed;
  expect(child.signalCode, "how the process ended").toBe("SIGKILL");
  return lines;
}

/** Opens what is left, checks that each commit and upsert in it is whole, and gives the number of the last ones. */
async function readBack(directory: string): Promise<{ commit: number; upsert: number }> {
  const storage = fileStorage(directory);
  const { completedSteps = 0, receipts = {} } = (await storage.records.get({ table: "runs", id: "counter" })) ?? {};
  for (const [table, name] of [
    ["runs", "run"],
    ["stepLogs", "log"],
  ] as const) {
    const rows = await storage.records.find({ table, where: { id: { gt: `${name}-` } }, limit: 1_000 });
    expect(new Set(rows.map(({ id }) => id)), table).toEqual(namesBelow(completedSteps, name));
  }

  const points = await storage.points.list({ metricId: "metric", generation: 1, limit: 1_000 });
  const upsert = points[0]?.value ?? -1;
  expect(points.map(({ value }) => value)).toEqual(Array(upsert < 0 ? 0 : 50).fill(upsert));
  expect(new Set(Object.keys(receipts)), "receipts").toEqual(namesBelow(upsert + 1, "receipt"));
  await storage.close();
  return { commit: completedSteps - 1, upsert };
}

function namesBelow(count: number, name: string): Set<string> {
  return new Set(Array.from({ length: count }, (_, number) => `${name}-${number}`));
}
