// The engine against a hand-written script that does the same steps, and where its time goes.
import { type Figure, printReport } from "../lib/report.js";
import { startResponseServer } from "../lib/response-server.js";
import { compare, median } from "../lib/statistics.js";
import { peakMemory } from "./peak-memory.js";
import { createReference } from "./reference.js";
import { createTimedPorts, type Part } from "./split.js";
import { createWorkload } from "./workload.js";

/** Records in a response of about 1 kB and of about 10 MB. */
const small = 10;
const large = 97_000;

const server = await startResponseServer();
const figures: Figure[] = [];
try {
  const own = await createWorkload({ origin: server.origin, records: small, chart: "own" });
  const builtIn = await createWorkload({ origin: server.origin, records: small, chart: "built-in" });
  const smallTimes = await compare({
    rounds: 9,
    iterations: 100,
    warmUp: 1_500,
    candidates: [
      { name: "reference", call: createReference(server.origin, small) },
      { name: "own", call: own.refresh },
      { name: "built-in", call: builtIn.refresh },
    ],
  });
  await Promise.all([own.smith.stop(), builtIn.smith.stop()]);
  figures.push(
    timeOf("1 kB: hand-written script", smallTimes, "reference", null),
    timeOf("1 kB: soft refresh, own chart code", smallTimes, "own", 5),
    ratioOf("1 kB: soft refresh, own chart code, to the script", smallTimes, "own", 8),
    timeOf("1 kB: soft refresh, built-in chart", smallTimes, "built-in", 5),
    ratioOf("1 kB: soft refresh, built-in chart, to the script", smallTimes, "built-in", 4),
    ...(await splitOf("1 kB", small, 2_000)),
    await bookkeeping(),
  );

  const big = await createWorkload({ origin: server.origin, records: large, chart: "built-in" });
  const largeTimes = await compare({
    rounds: 5,
    iterations: 3,
    warmUp: 2,
    candidates: [
      { name: "reference", call: createReference(server.origin, large) },
      { name: "built-in", call: big.refresh },
    ],
  });
  await big.smith.stop();
  figures.push(
    timeOf("10 MB: hand-written script", largeTimes, "reference", null),
    timeOf("10 MB: soft refresh", largeTimes, "built-in", null),
    ratioOf("10 MB: soft refresh, to the script", largeTimes, "built-in", 6),
    ...(await splitOf("10 MB", large, 5)),
    {
      what: "100,000 points, whole process, peak memory",
      value: await peakMemory(server.origin, 100_000),
      unit: "MB",
      atMost: 320,
    },
  );
} finally {
  server.close();
}
printReport("engine", figures);

type Times = Awaited<ReturnType<typeof compare>>;

function timeOf(what: string, times: Times, name: string, atMost: number | null): Figure {
  return { what, value: times.get(name)?.ms ?? Number.NaN, unit: "ms", atMost };
}

function ratioOf(what: string, times: Times, name: string, atMost: number | null): Figure {
  return { what, value: times.get(name)?.ratio ?? Number.NaN, unit: "x", atMost };
}

/** Where a refresh waits; what is left is the engine itself. */
async function splitOf(label: string, records: number, iterations: number): Promise<Figure[]> {
  const parts = await measureParts({ records, iterations, recorded: false });
  return (["fetch", "sandbox", "storage", "engine"] as const).map((part) => ({
    what: `${label}: of it ${part}`,
    value: median(parts[part]),
    unit: "ms",
    atMost: null,
  }));
}

/** The engine without anything to wait for but its storage, whose time is taken off. */
async function bookkeeping(): Promise<Figure> {
  const { engine } = await measureParts({ records: small, iterations: 2_000, recorded: true });
  return { what: "engine bookkeeping alone, a run", value: median(engine), unit: "ms", atMost: 0.5 };
}

async function measureParts(input: { records: number; iterations: number; recorded: boolean }) {
  const { ports, take } = createTimedPorts(input);
  const workload = await createWorkload({ origin: server.origin, records: input.records, chart: "built-in", ...ports });
  for (let iteration = 0; iteration < input.iterations / 4; iteration++) await workload.refresh();
  const parts: Record<Part | "engine", number[]> = { fetch: [], sandbox: [], storage: [], engine: [] };
  for (let iteration = 0; iteration < input.iterations; iteration++) {
    take();
    const start = performance.now();
    await workload.refresh();
    const total = performance.now() - start;
    const spent = take();
    for (const part of ["fetch", "sandbox", "storage"] as const) parts[part].push(spent[part]);
    parts.engine.push(total - spent.fetch - spent.sandbox - spent.storage);
  }
  await workload.smith.stop();
  return parts;
}
