import type { AcceptanceCheck, AcceptanceReport, Support } from "../transformers/acceptance-report.js";

const marks = { pass: "\u2713", fail: "\u2717", unknown: "?" } as const;
const WIDTH = 80;
/** Messages stay this wide also beside long names. */
const LEAST_WIDTH = 40;

/**
 * The report for a terminal of 80 columns: its result, what the points come from, a line per check, and what the code wrote to its console. Checks that keep a
 * candidate from going live are marked `!`, those that are unknown and do not matter `?`.
 */
export function formatAcceptanceReport({ result, checks, support, console }: AcceptanceReport): string {
  const counts = (["pass", "fail", "unknown"] as const)
    .map((verdict) => ({ verdict, count: checks.filter((check) => check.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`);
  const rows = [...supportRows(support), ...checks.map(checkRow), ...consoleRows(console ?? [])];
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  return [`${result} (${counts.join(", ")})`, ...rows.flatMap((row) => rowLines(row, width))].join("\n");
}

interface Row {
  readonly mark: string;
  readonly name: string;
  readonly text: string;
}

function supportRows(support: Support | null): Row[] {
  if (support === null) return [];
  return (["value", "time", "series"] as const).flatMap((name) =>
    support[name].length === 0 ? [] : [{ mark: " ", name: `${name} from`, text: support[name].join(", ") }],
  );
}

function consoleRows(lines: readonly string[]): Row[] {
  return lines.map((text, index) => ({ mark: " ", name: index === 0 ? "console" : "", text }));
}

function checkRow({ name, verdict, message, isNeeded }: AcceptanceCheck): Row {
  const isHolding = verdict === "unknown" && isNeeded === true;
  return { mark: isHolding ? "!" : marks[verdict], name, text: message };
}

function rowLines({ mark, name, text }: Row, width: number): string[] {
  const head = `  ${mark} ${name.padEnd(width)}  `;
  const lines = wrap(oneLine(text), Math.max(LEAST_WIDTH, WIDTH - head.length));
  return lines.map((line, index) => (index === 0 ? head : " ".repeat(head.length)) + line);
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Messages may quote the response: line breaks and control characters must not reach the terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
