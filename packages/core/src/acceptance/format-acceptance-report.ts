import type { AcceptanceReport } from "../transformers/acceptance-report.js";

const marks = { pass: "\u2713", fail: "\u2717", unknown: "?" } as const;

/** The report for a terminal: its result, then a line per check. */
export function formatAcceptanceReport({ result, checks }: AcceptanceReport): string {
  const counts = (["pass", "fail", "unknown"] as const)
    .map((verdict) => ({ verdict, count: checks.filter((check) => check.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`);
  const width = Math.max(0, ...checks.map((check) => check.name.length));
  const lines = checks.map(
    ({ name, verdict, message }) => `  ${marks[verdict]} ${name.padEnd(width)}  ${oneLine(message)}`,
  );
  return [`${result} (${counts.join(", ")})`, ...lines].join("\n");
}

/** Messages may quote the response: line breaks and control characters must not reach the terminal. */
function oneLine(message: string): string {
  return message.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
