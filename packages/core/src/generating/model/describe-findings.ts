import type { AcceptanceCheck, AcceptanceReport } from "../../transformers/acceptance-report.js";
import { visibleText } from "./visible-text.js";

const MAXIMUM_MESSAGE = 1_200;
const MAXIMUM_FINDINGS = 8_000;

/** The checks that keep code from being accepted: failed ones, and needed ones that are not known to pass. */
export function openChecks({ checks }: AcceptanceReport): AcceptanceCheck[] {
  return checks.filter(({ verdict, isNeeded }) => verdict === "fail" || (verdict === "unknown" && isNeeded === true));
}

/** A line for each open check, with what it quotes masked. */
export function describeFindings(report: AcceptanceReport, maskText: (text: string) => string): string {
  const lines = openChecks(report).map(({ name, verdict, message }) => {
    const shown = visibleText(maskText(message));
    const cut = shown.length > MAXIMUM_MESSAGE ? `${shown.slice(0, MAXIMUM_MESSAGE)}\u2026` : shown;
    return `${name} (${verdict === "fail" ? "failed" : "not proven"}): ${cut}`;
  });
  return lines.join("\n").slice(0, MAXIMUM_FINDINGS);
}

/** False when only a person can settle what is open, so that other code would change nothing. */
export function isImprovable(report: AcceptanceReport): boolean {
  return openChecks(report).some(({ name }) => name !== "review");
}
