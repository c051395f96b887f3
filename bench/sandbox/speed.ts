import { createQuickJsSandbox, type Sandbox } from "@metricsmith/core";
import type { Figure } from "../lib/report.js";
import { compare, median } from "../lib/statistics.js";
import { startBareWorker } from "./bare-worker.js";
import { runWorkload } from "./sandbox-run.js";
import { functionOf, largeWorkloads, smallWorkload, type Workload } from "./workloads.js";

const encoder = new TextEncoder();
const pauseMs = 5;

/** How long runs take, beside V8 in the same rounds. */
export async function measureSpeed(): Promise<Figure[]> {
  const sandbox = createQuickJsSandbox();
  try {
    const figures = [...(await smallRuns(sandbox)), await coldStart()];
    for (const workload of largeWorkloads) figures.push(...(await largeRuns(sandbox, workload)));
    return figures;
  } finally {
    await sandbox.close();
  }
}

async function smallRuns(sandbox: Sandbox): Promise<Figure[]> {
  const input = encoder.encode(smallWorkload.text);
  const worker = startBareWorker(smallWorkload);
  try {
    const times = await compare({
      rounds: 9,
      iterations: 100,
      warmUp: 500,
      candidates: [
        { name: "worker", call: () => worker.run(input) },
        { name: "sandbox", call: () => runWorkload(sandbox, smallWorkload, input) },
      ],
    });
    return [
      { what: "1 kB, a bare worker of V8", value: times.get("worker")?.ms ?? Number.NaN, unit: "ms" },
      { what: "1 kB, warm", value: times.get("sandbox")?.ms ?? Number.NaN, unit: "ms", atMost: 2 },
      { what: "the same, to the bare worker", value: times.get("sandbox")?.ratio ?? Number.NaN, unit: "x" },
      { what: `1 kB, warm, ${pauseMs} ms after the last run`, value: await runsWithPauses(sandbox, input), unit: "ms" },
    ];
  } finally {
    await worker.stop();
  }
}

/** Median time of runs that find the next context prepared. Runs without a pause wait for it. */
async function runsWithPauses(sandbox: Sandbox, input: Uint8Array): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 200; run++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const start = performance.now();
    await runWorkload(sandbox, smallWorkload, input);
    times.push(performance.now() - start);
  }
  return median(times);
}

/** From a sandbox that is made to its first answer. */
async function coldStart(): Promise<Figure> {
  const input = encoder.encode(smallWorkload.text);
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    const start = performance.now();
    const sandbox = createQuickJsSandbox();
    await runWorkload(sandbox, smallWorkload, input);
    times.push(performance.now() - start);
    await sandbox.close();
  }
  return { what: "cold start", value: median(times), unit: "ms", atMost: 200 };
}

async function largeRuns(sandbox: Sandbox, workload: Workload): Promise<Figure[]> {
  const { name, text, argument, mostToParsing, mostToSerializing } = workload;
  const input = encoder.encode(text);
  const transform = functionOf(workload);
  const candidate = { name: "sandbox", call: () => runWorkload(sandbox, workload, input) };
  const parsing = async () => transform(JSON.parse(text), argument);
  const serializing = async () => JSON.stringify(transform(JSON.parse(text), argument));

  async function timesBeside(call: () => Promise<unknown>) {
    const candidates = [{ name: "V8", call }, candidate];
    const times = await compare({ rounds: 9, iterations: 1, warmUp: 2, candidates });
    return { v8: times.get("V8")?.ms, ms: times.get("sandbox")?.ms, ratio: times.get("sandbox")?.ratio };
  }
  const toParsing = await timesBeside(parsing);
  const toSerializing = await timesBeside(serializing);
  const label = `100,000 points, ${name}`;
  return [
    { what: `${label}: V8`, value: toParsing.v8 ?? Number.NaN, unit: "ms" },
    { what: `${label}: sandbox`, value: toParsing.ms ?? Number.NaN, unit: "ms" },
    { what: `${label}: to V8`, value: toParsing.ratio ?? Number.NaN, unit: "x", atMost: mostToParsing ?? null },
    {
      what: `${label}: to V8 that also serializes`,
      value: toSerializing.ratio ?? Number.NaN,
      unit: "x",
      atMost: mostToSerializing ?? null,
    },
  ];
}
