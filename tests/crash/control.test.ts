import { expect, it, onTestFinished } from "vitest";
import { faultCases } from "../pipelines/fault-cases.js";
import { prepareCrashCase } from "./crash-case.js";
import { killWorker } from "./kill-worker.js";
import { startSqliteTarget } from "./sqlite-target.js";

it("the crash tests would find a storage whose commits are not atomic", async () => {
  const target = await startSqliteTarget();
  onTestFinished(() => target.close());
  const hardRefresh = faultCases.find(({ name }) => name === "hard-refresh");
  if (hardRefresh === undefined) throw new Error("There is no such case.");
  const crashCase = await prepareCrashCase(target, hardRefresh, 1);
  const sound = await killWorker(target, crashCase, (worker) => worker.line("call 20"));
  const broken = await killWorker(target, crashCase, (worker) => worker.line("half 5"), { commitsHalves: true });
  expect(sound).toMatchObject({ problem: null });
  expect(broken).toMatchObject({ problem: expect.stringMatching(/^expected .* but found /s) });
}, 120_000);
