// Commits and upserts without end, and says after each that it was acknowledged. Made to be killed.
import { writeSync } from "node:fs";
import { buildMetric, buildPoint, buildRun, buildStepLog } from "@metricsmith/testkit";
import { fileStorage } from "../src/file-storage.js";

const storage = fileStorage(process.argv[2] ?? "");
const counter = { runId: "counter", attempt: 1 };

await storage.commit({
  writes: [
    { operation: "insert", table: "metrics", row: buildMetric({ id: "metric" }) },
    { operation: "insert", table: "runs", row: buildRun({ id: "counter", status: "running", attempt: 1 }) },
  ],
});
const { completedSteps: first = 0 } = (await storage.records.get({ table: "runs", id: "counter" })) ?? {};

if (first > 0) await upsert(first - 1); // As a run that is resumed repeats its step.
for (let number = first; ; number++) {
  await commit(number);
  await upsert(number);
}

async function commit(number: number): Promise<void> {
  await storage.commit({
    fence: counter,
    writes: [
      { operation: "insert", table: "runs", row: buildRun({ id: `run-${number}`, metricId: "metric" }) },
      { operation: "update", table: "runs", id: "counter", set: { completedSteps: { increment: 1 } } },
      { operation: "insert", table: "stepLogs", row: buildStepLog({ id: `log-${number}`, runId: `run-${number}` }) },
    ],
  });
  writeSync(1, `commit ${number}\n`);
}

/** Replaces fifty points by ones whose value is the number. */
async function upsert(number: number): Promise<void> {
  const points = Array.from({ length: 50 }, (_, minute) =>
    buildPoint({ value: number, timestamp: new Date(Date.UTC(2026, 0, 1, 0, minute)) }),
  );
  const key = { metricId: "metric", generation: 1 };
  await storage.points.upsert({ ...key, points, fence: counter, receipt: `receipt-${number}` });
  writeSync(1, `upsert ${number}\n`);
}
