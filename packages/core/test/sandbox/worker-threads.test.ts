import { setTimeout } from "node:timers/promises";
import type * as workerThreads from "node:worker_threads";
import { afterEach, expect, it, vi } from "vitest";
import type { QuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { ingestionRun } from "./sandbox-run.js";

const platform = vi.hoisted(() => ({ refuses: false, alive: new Set<workerThreads.Worker>() }));
vi.mock("node:worker_threads", async (importOriginal) => {
  const original = await importOriginal<typeof workerThreads>();
  class WatchedWorker extends original.Worker {
    constructor(...parameters: ConstructorParameters<typeof workerThreads.Worker>) {
      if (platform.refuses) throw new Error("no more threads");
      super(...parameters);
      platform.alive.add(this);
      this.on("exit", () => platform.alive.delete(this));
    }
  }
  return { ...original, Worker: WatchedWorker };
});
const { createQuickJsSandbox } = await import("../../src/sandbox/create-quickjs-sandbox.js");

const short = ingestionRun("export const transform = () => [{ timestamp: 1, value: 5 }]");
const endless = ingestionRun("export const transform = () => Array(1e9).join('')", { limits: { timeoutMs: 50 } });
const unavailable = { code: "SANDBOX_UNAVAILABLE", message: expect.stringContaining("no more threads") as string };

let sandbox: QuickJsSandbox;
afterEach(async () => {
  platform.refuses = false;
  await sandbox.close();
});

it("a thread that the platform refuses is an error with a code, and the next run has another", async () => {
  sandbox = createQuickJsSandbox();
  platform.refuses = true;
  await expect(sandbox.run(short)).rejects.toMatchObject(unavailable);
  await expect(sandbox.run(short)).rejects.toMatchObject(unavailable);
  platform.refuses = false;
  expect((await sandbox.run(short)).count).toBe(1);
});

it("a spare thread that the platform refuses fails no run that has a thread", async () => {
  sandbox = createQuickJsSandbox();
  platform.refuses = true;
  await sandbox.run(short).catch(() => undefined);
  platform.refuses = false;
  const first = sandbox.run(short);
  platform.refuses = true;
  expect((await first).count).toBe(1);
  expect((await sandbox.run(short)).count).toBe(1);
});

it("runs that wait hear of a thread that the platform refuses", async () => {
  sandbox = createQuickJsSandbox();
  const ended = sandbox.run(endless);
  platform.refuses = true;
  const waiting = [sandbox.run(short), sandbox.run(short)];
  await expect(ended).rejects.toMatchObject({ code: "TRANSFORM_TIMEOUT" });
  for (const run of waiting) await expect(run).rejects.toMatchObject(unavailable);
});

it("a run that cannot be sent to a thread fails alone", async () => {
  sandbox = createQuickJsSandbox();
  const unsent = { ...short, seed: Symbol("no number") as unknown as number };
  await expect(sandbox.run(unsent)).rejects.toMatchObject({ code: "SANDBOX_UNAVAILABLE" });
  expect((await sandbox.run(short)).count).toBe(1);
});

it("close() leaves no thread behind, also of runs that it does not end", async () => {
  sandbox = createQuickJsSandbox({ workers: 2 });
  await sandbox.run(short);
  const runs = [sandbox.run(short), sandbox.run(short), sandbox.run(short), sandbox.run(short)];
  await sandbox.close();
  expect((await Promise.all(runs)).map(({ count }) => count)).toEqual([1, 1, 1, 1]);
  while (platform.alive.size > 0) await setTimeout(5);
  expect((await sandbox.run(short)).count).toBe(1);
});
