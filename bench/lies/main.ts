// Hand-made answers of a model that run and look right, each wrong, through the whole engine: none may go live without a person.
import { memoryStorage } from "@metricsmith/adapter-memory";
import {
  type AcceptanceReport,
  createMetricsmith,
  createQuickJsSandbox,
  type Generator,
  type Sandbox,
} from "@metricsmith/core";
import { fakeFetcher, manualClock } from "@metricsmith/testkit";
import { inParallel } from "../acceptance/in-parallel.js";
import { type Listed, readListing } from "../acceptance/read-listing.js";
import { runCode } from "../acceptance/run-code.js";
import { printReport } from "../lib/report.js";
import { loadCases } from "../rules/load-cases.js";
import { samePoints } from "../rules/same-points.js";

const LEAST_LIES = 60;

const workers = 2;
const words = process.argv.slice(2);
const sandbox = createQuickJsSandbox({ workers });
try {
  const all = readListing(new URL("answers/", import.meta.url), loadCases("developed"));
  const lies = all.filter(({ title }) => words.length === 0 || words.some((word) => title.includes(word)));
  const noLies = (await inParallel(workers, lies, findError)).flat();
  const outcomes = await inParallel(workers, lies, (lie) => tell(sandbox, lie));
  const count = (outcome: Outcome["outcome"]) => outcomes.filter((item) => item.outcome === outcome).length;
  list("Errors of the list", noLies);
  list(
    "Lies that are live",
    outcomes.flatMap(({ lie, outcome }) => (outcome === "live" ? [`${lie.title}: ${lie.text}`] : [])),
  );
  list(
    "Lies that wait for a person",
    outcomes.flatMap(({ lie, outcome, reason }) => (outcome === "held" ? [`${lie.title}: ${reason}`] : [])),
  );
  printReport("lies", [
    { what: "lies", value: lies.length, unit: "", ...(words.length === 0 ? { atLeast: LEAST_LIES } : {}) },
    { what: "their responses", value: new Set(lies.map((lie) => lie.case.id)).size, unit: "" },
    { what: "listed as lies, but right or broken", value: noLies.length, unit: "", atMost: 0 },
    { what: "rejected", value: count("rejected"), unit: "" },
    { what: "wait for a person", value: count("held"), unit: "" },
    { what: "live without a person", value: count("live"), unit: "", atMost: 0 },
  ]);
} finally {
  await sandbox.close();
}

/** A lie has to run, and to give other points than the right ones. */
async function findError(lie: Listed): Promise<string[]> {
  const points = await runCode(sandbox, lie.case, lie.code);
  if (typeof points === "string") return [`${lie.title}: ${points}`];
  return samePoints(points, lie.case).isSame ? [`${lie.title}: gives the right points`] : [];
}

interface Outcome {
  readonly lie: Listed;
  readonly outcome: "rejected" | "held" | "live";
  readonly reason: string;
}

/** Creates the metric with the lie as the only answer to be had. */
async function tell(shared: Sandbox, lie: Listed): Promise<Outcome> {
  const { payload, metric: described } = lie.case;
  const { endpoint, kind, measure, name, timezone } = described;
  const smith = createMetricsmith({
    storage: memoryStorage(),
    fetcher: fakeFetcher(() => ({ text: new TextDecoder().decode(payload) })),
    // The engine closes its sandbox, and this one is for all.
    sandbox: { ...shared, close: async () => undefined },
    generator: liar(lie),
    clock: manualClock(described.fetchedAt),
  });
  try {
    const organizationId = "bench";
    const request = { endpoint };
    const { metric, run } = await smith.metrics.create({
      organizationId,
      name,
      kind,
      measure,
      timezone,
      request,
    });
    const { error } = await run.result();
    const active = await smith.transformers.active({ metricId: metric.id });
    const points = await smith.points.list({ metricId: metric.id, limit: 1 });
    if (active !== null || points.length > 0) return { lie, outcome: "live", reason: "" };
    const waiting = await smith.transformers.candidates({ metricId: metric.id });
    const reports = waiting.flatMap(({ acceptance }) => (acceptance["reports"] ?? []) as unknown as AcceptanceReport[]);
    const checks = reports.flatMap((report) => report.checks);
    const needed = checks.filter(({ verdict, isNeeded }) => isNeeded === true && verdict !== "pass");
    const reason = needed.map(({ message }) => message).join(" ");
    return waiting.length > 0
      ? { lie, outcome: "held", reason }
      : { lie, outcome: "rejected", reason: error?.message ?? "" };
  } finally {
    await smith.stop();
  }
}

/** Answers as a model would: code that nobody vouches for, and a reason that sounds well. */
function liar({ code }: Listed): Generator {
  return {
    origin: "model",
    model: "liar",
    propose: async () => ({
      outcome: "candidate",
      candidate: { code, mapping: null, reasons: ["It reads what the measure names."] },
    }),
  };
}

function list(heading: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  console.log(`\n${heading}:\n`);
  for (const line of lines) console.log(`- ${line}`);
}
