// Whether acceptance lets good transformers in and keeps wrong versions of them out.
// `pnpm bench acceptance` takes 25 mutants of each operator, `pnpm bench acceptance 5` a few, and `pnpm bench acceptance all` all, which is
// some five thousand. Other words are names of operators or parts of titles of transformers, and take those alone.
import { type AcceptanceReport, createQuickJsSandbox } from "@metricsmith/core";
import { type Figure, printReport } from "../lib/report.js";
import { loadCases } from "../rules/load-cases.js";
import { samePoints } from "../rules/same-points.js";
import { equivalent } from "./equivalent.js";
import { inParallel } from "./in-parallel.js";
import { makeMutant, type Mutant } from "./make-mutant.js";
import { seededRandom, shuffled } from "./operators/operator.js";
import { operators } from "./operators/operators.js";
import { type Listed, readListing } from "./read-listing.js";
import { judgeCode, runCode } from "./run-code.js";

const LEAST_GOOD = 100;
const LEAST_RESPONSES = 60;
const LEAST_KILLED_PERCENT = 95;
const MOST_GOOD_NOT_ACCEPTED_PERCENT = 2;

const SHARE_OF_MUTANTS = 25;

const workers = 2;
const words = process.argv.slice(2);
const names = words.filter((word) => word !== "all" && !/^\d+$/.test(word));
const asked = words.find((word) => /^\d+$/.test(word));
const mostMutants = words.length === 0 ? SHARE_OF_MUTANTS : Number(asked ?? Number.POSITIVE_INFINITY);
const sandbox = createQuickJsSandbox({ workers });
try {
  const all = readListing(new URL("good/", import.meta.url), loadCases("developed"));
  const areOperators = operators.some(({ name }) => names.includes(name));
  const listed =
    names.length === 0 || areOperators ? all : all.filter(({ title }) => names.some((name) => title.includes(name)));
  const used = areOperators ? operators.filter(({ name }) => names.includes(name)) : operators;
  const wrongly = await listErrors(listed);
  const good = await judgeGood(areOperators ? [] : listed);
  const { mutants, unlisted } = await makeMutants(listed, used);
  const killed = await judgeMutants(mutants, used, good.accepted);
  printReport("acceptance", [
    ...(names.length === 0
      ? [
          { what: "good transformers", value: listed.length, unit: "", atLeast: LEAST_GOOD },
          {
            what: "their responses",
            value: new Set(listed.map((item) => item.case.id)).size,
            unit: "",
            atLeast: LEAST_RESPONSES,
          },
        ]
      : []),
    { what: "listed as good, but with other points", value: wrongly, unit: "", atMost: 0 },
    ...good.figures,
    { what: "mutants that nobody listed as equivalent, or listed and are not", value: unlisted, unit: "", atMost: 0 },
    ...killed,
  ]);
} finally {
  await sandbox.close();
}

/** Counts and names what is listed as good and does not give the expected points. */
async function listErrors(listed: readonly Listed[]): Promise<number> {
  const errors = await inParallel(workers, listed, async (item) => {
    const points = await runCode(sandbox, item.case, item.code);
    if (typeof points === "string") return [`${item.title}: ${points}`];
    return samePoints(points, item.case).isSame ? [] : [`${item.title}: other points than expected`];
  });
  list("Errors of the list", errors.flat());
  return errors.flat().length;
}

async function judgeGood(listed: readonly Listed[]): Promise<{ figures: Figure[]; accepted: ReadonlySet<Listed> }> {
  if (listed.length === 0) return { figures: [], accepted: new Set() };
  const startMs = performance.now();
  const reports = await inParallel(workers, listed, (item) => judgeCode(sandbox, item.case, item.code));
  const spentMs = performance.now() - startMs;
  const lines = listed.flatMap((item, index) => {
    const report = reports[index];
    return report === undefined || report.result === "accepted" ? [] : [`${item.title}: ${describe(report)}`];
  });
  list("Good ones that are not accepted", lines);
  const count = (result: AcceptanceReport["result"]) => reports.filter((report) => report.result === result).length;
  const figures = [
    { what: "good: accepted", value: count("accepted"), unit: "" },
    { what: "good: held", value: count("held"), unit: "" },
    { what: "good: rejected", value: count("rejected"), unit: "" },
    {
      what: "good: not accepted",
      value: (100 * lines.length) / listed.length,
      unit: "%",
      atMost: MOST_GOOD_NOT_ACCEPTED_PERCENT,
    },
    { what: "good: time for one, two at a time", value: (spentMs * workers) / listed.length, unit: "ms" },
  ];
  return { figures, accepted: new Set(listed.filter((_, index) => reports[index]?.result === "accepted")) };
}

async function makeMutants(listed: readonly Listed[], used: typeof operators) {
  const tried = new Set<string>();
  const made = await inParallel(workers, used, async (operator) => {
    const own: Mutant[] = [];
    for (const of of shuffled(listed, seededRandom(operator.name))) {
      if (own.length === mostMutants) break;
      const mutant = await makeMutant(sandbox, of, operator);
      tried.add(keyOf({ operator: operator.name, of: of.title }));
      if (mutant !== null) own.push(mutant);
    }
    return own;
  });
  const mutants = made.flat();
  const expected = new Set(equivalent.map(keyOf));
  const equal = new Set(
    mutants.filter(({ isEqual }) => isEqual).map(({ operator, of }) => keyOf({ operator, of: of.title })),
  );
  const unlisted = [...equal].filter((key) => !expected.has(key));
  const stale = [...expected].filter((key) => tried.has(key) && !equal.has(key));
  list("Mutants with the expected points that are not listed as equivalent", unlisted);
  list("Listed as equivalent, but they are not", stale);
  return { mutants: mutants.filter(({ isEqual }) => !isEqual), unlisted: unlisted.length + stale.length };
}

async function judgeMutants(
  mutants: readonly Mutant[],
  used: typeof operators,
  accepted: ReadonlySet<Listed>,
): Promise<Figure[]> {
  console.log("\nSurvivors, as they are found, with the check that should have caught them:\n");
  const reports = await inParallel(workers, mutants, async ({ operator, of, code }) => {
    const report = await judgeCode(sandbox, of.case, code);
    if (report.result === "accepted") console.log(`- ${operator}: ${of.title} (${checkFor(operator)})`);
    return report;
  });
  const survivors = mutants.flatMap((mutant, index) => (reports[index]?.result === "accepted" ? [mutant] : []));
  console.log("\n| operator | mutants | rejected | held | survived |\n|---|---|---|---|---|");
  for (const { name } of used) {
    const own = reports.filter((_, index) => mutants[index]?.operator === name);
    const count = (result: AcceptanceReport["result"]) => own.filter((report) => report.result === result).length;
    console.log(`| ${name} | ${own.length} | ${count("rejected")} | ${count("held")} | ${count("accepted")} |`);
  }
  if (process.env["SHOW_CODE"] !== undefined)
    for (const { operator, of, code } of survivors) {
      console.log(`\n// ${operator}: ${of.title}\n${code}`);
    }
  return [
    { what: "mutants", value: mutants.length, unit: "" },
    { what: "mutants: operators", value: new Set(mutants.map(({ operator }) => operator)).size, unit: "" },
    { what: "mutants: survived", value: survivors.length, unit: "" },
    {
      what: "mutants: killed",
      value: (100 * (mutants.length - survivors.length)) / mutants.length,
      unit: "%",
      atLeast: LEAST_KILLED_PERCENT,
    },
    // What acceptance does not let in anyway kills its mutants for nothing.
    ...(accepted.size === 0
      ? []
      : [{ what: "mutants of good ones that are accepted: killed", value: killedShare(accepted), unit: "%" }]),
  ];

  function killedShare(of: ReadonlySet<Listed>): number {
    const own = mutants.filter((mutant) => of.has(mutant.of));
    return (100 * own.filter((mutant) => !survivors.includes(mutant)).length) / own.length;
  }
}

function keyOf({ operator, of }: { readonly operator: string; readonly of: string }): string {
  return `${operator}: ${of}`;
}

function checkFor(operator: string): string {
  return operators.find(({ name }) => name === operator)?.check ?? "";
}

function describe({ result, checks }: AcceptanceReport): string {
  const reasons = checks.filter(
    ({ verdict, isNeeded }) => verdict === "fail" || (isNeeded === true && verdict !== "pass"),
  );
  return `${result}. ${reasons.map(({ name, message }) => `${name}: ${message}`).join(" ")}`;
}

function list(heading: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  console.log(`\n${heading}:\n`);
  for (const line of lines) console.log(`- ${line}`);
}
