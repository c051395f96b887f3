import type { AcceptanceCheck, AcceptanceReport } from "../../transformers/acceptance-report.js";
import { visibleText } from "./visible-text.js";

const MAXIMUM_MESSAGE = 1_200;
const MAXIMUM_FINDINGS = 8_000;
const MAXIMUM_CONSOLE = 2_000;

/** The checks that keep code from being accepted: failed ones, and needed ones that are not known to pass. */
export function openChecks({ checks }: AcceptanceReport): AcceptanceCheck[] {
  return checks.filter(({ verdict, isNeeded }) => verdict === "fail" || (verdict === "unknown" && isNeeded === true));
}

/** A line for each open check and for what the code wrote to its console, with what they quote masked. */
export function describeFindings(report: AcceptanceReport, maskText: (text: string) => string): string {
  const lines = openChecks(report).map(({ name, verdict, message }) => {
    const shown = visibleText(maskText(message));
    const cut = shown.length > MAXIMUM_MESSAGE ? `${shown.slice(0, MAXIMUM_MESSAGE)}\u2026` : shown;
    return `${name} (${verdict === "fail" ? "failed" : "not proven"}): ${cut}`;
  });
  return [lines.join("\n").slice(0, MAXIMUM_FINDINGS), ...describeConsole(report, maskText)].join("\n");
}

function describeConsole({ console = [] }: AcceptanceReport, maskText: (text: string) => string): string[] {
  if (console.length === 0) return [];
  const written = console.map((line) => `  ${visibleText(maskText(line))}`).join("\n");
  return [`The function wrote to its console:\n${written.slice(0, MAXIMUM_CONSOLE)}`];
}

/** False when only a person can settle what is open, so that other code would change nothing. */
export function isImprovable(report: AcceptanceReport): boolean {
  return openChecks(report).some(({ name }) => name !== "review");
}
