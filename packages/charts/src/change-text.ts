import type { LatestNumber } from "./chart-content.js";
import { formatCompact, formatPercent } from "./format-number.js";

/** How the last number differs from the one before, such as `▲ 12 (+4.2%) vs 2026-03-09`; `null` without one before. */
export function changeText({ value, previous }: LatestNumber): string | null {
  if (previous === null) return null;
  const difference = value - previous.value;
  if (difference === 0) return `= unchanged vs ${previous.label}`;
  // A share of a number below zero, or of almost nothing, says less than it seems to.
  const ratio = previous.value > 0 && value >= 0 ? difference / previous.value : Infinity;
  const percent = Math.abs(ratio) >= 100 ? "" : ` (${ratio > 0 ? "+" : "\u2212"}${formatPercent(Math.abs(ratio))})`;
  return `${difference > 0 ? "▲" : "▼"} ${formatCompact(Math.abs(difference))}${percent} vs ${previous.label}`;
}
