// How many real responses the rules read right, ask about, refuse, and above all read wrong without a word.
// `pnpm bench rules developed` leaves out the half that nobody who works on the rules looks at.
import { createQuickJsSandbox } from "@metricsmith/core";
import { type Figure, printReport } from "../lib/report.js";
import { type Half, loadCases } from "./load-cases.js";
import { type CaseResult, runRules } from "./run-rules.js";

const LEAST_SOLVED: Readonly<Record<Half, number>> = { developed: 75, "held-out": 65 };
const LEAST_CASES = 60;

const halves = (["developed", "held-out"] as const).filter((half) => {
  const asked = process.argv.slice(2);
  return asked.length === 0 || asked.includes(half);
});

const sandbox = createQuickJsSandbox();
const figures: Figure[] = [];
try {
  for (const half of halves) {
    const results: CaseResult[] = [];
    for (const item of loadCases(half)) results.push(await runRules(sandbox, item));
    figures.push(...figuresOf(half, results), ...acceptanceOf(half, results), ...originsOf(half, results));
    listUnsolved(half, results);
  }
} finally {
  await sandbox.close();
}
printReport("rules", figures);

function figuresOf(half: Half, results: readonly CaseResult[]): Figure[] {
  const count = (is: (result: CaseResult) => boolean): number => results.filter(is).length;
  const share = (number: number): number => (results.length === 0 ? Number.NaN : (100 * number) / results.length);
  const ambiguous = results.filter(({ outcome }) => outcome === "ambiguous");
  return [
    { what: `${half}: responses`, value: results.length, unit: "", atLeast: LEAST_CASES },
    {
      what: `${half}: silently wrong`,
      value: count(({ outcome }) => outcome === "silently wrong"),
      unit: "",
      atMost: 0,
    },
    {
      what: `${half}: solved`,
      value: share(count(({ outcome }) => outcome === "solved")),
      unit: "%",
      atLeast: LEAST_SOLVED[half],
    },
    { what: `${half}: asked`, value: share(ambiguous.length), unit: "%" },
    {
      what: `${half}: of these, the first candidate is right`,
      value: ambiguous.filter(({ rightRank }) => rightRank === 1).length,
      unit: "",
    },
    {
      what: `${half}: of these, one candidate is right`,
      value: ambiguous.filter(({ rightRank }) => rightRank !== null).length,
      unit: "",
    },
    { what: `${half}: refused`, value: share(count(({ outcome }) => outcome === "refused")), unit: "%" },
    { what: `${half}: cases where asking is right`, value: count((result) => result.case.ask), unit: "" },
    { what: `${half}: solved, days written as dates`, value: count(({ isDateForDay }) => isDateForDay), unit: "" },
  ];
}

/** What of the emitted mappings would go live, and what of it is wrong. */
function acceptanceOf(half: Half, results: readonly CaseResult[]): Figure[] {
  const emitted = results.filter(({ acceptance }) => acceptance !== null);
  const accepted = emitted.filter(({ acceptance }) => acceptance === "accepted");
  return [
    { what: `${half}: emitted unasked`, value: emitted.length, unit: "" },
    { what: `${half}: of these, accepted by acceptance`, value: accepted.length, unit: "" },
    {
      what: `${half}: of these, held by acceptance`,
      value: emitted.filter(({ acceptance }) => acceptance === "held").length,
      unit: "",
    },
    {
      what: `${half}: live and wrong: emitted, accepted by acceptance, and not equal`,
      value: accepted.filter(({ outcome }) => outcome === "silently wrong").length,
      unit: "",
      atMost: 0,
    },
  ];
}

/** The figures apart for responses that are modelled on documentation and for those that are taken as they are. */
function originsOf(half: Half, results: readonly CaseResult[]): Figure[] {
  return [true, false].flatMap((isModelled) => {
    const some = results.filter(({ case: { origin } }) => (origin === "modelled") === isModelled);
    const name = `${half}, ${isModelled ? "modelled" : "documentation, package, recorded, web"}`;
    const solved = some.filter(({ outcome }) => outcome === "solved").length;
    const wrong = some.filter(({ outcome }) => outcome === "silently wrong");
    return [
      { what: `${name}: responses`, value: some.length, unit: "" },
      { what: `${name}: solved`, value: some.length === 0 ? 0 : (100 * solved) / some.length, unit: "%" },
      { what: `${name}: silently wrong`, value: wrong.length, unit: "", atMost: 0 },
      {
        what: `${name}: live and wrong`,
        value: wrong.filter(({ acceptance }) => acceptance === "accepted").length,
        unit: "",
        atMost: 0,
      },
    ];
  });
}

function listUnsolved(half: Half, results: readonly CaseResult[]): void {
  console.log(`\nNot solved, ${half}:\n`);
  for (const { case: item, outcome, reason, rightRank, acceptance } of results) {
    if (outcome === "solved") continue;
    const rank = rightRank === null ? "" : `, candidate ${rightRank} is right`;
    console.log(
      `- ${item.id}: ${outcome}${rank}${item.ask ? " (asking is right)" : ""}${acceptance === null ? "" : `, ${acceptance}`}. ${reason}`,
    );
  }
}
