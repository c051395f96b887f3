import type { ChartPreferences } from "../../charts/chart-preferences.js";
import { interpretChartWords, type KnownChart } from "./interpret-chart-words.js";

/**
 * What a request in words changes of a chart's preferences, with sentences that say how it was read; `null` unless every word that
 * carries meaning was understood, and one meaning alone fits them.
 */
export function readChartWords(
  request: string,
  known: KnownChart,
): { readonly preferences: ChartPreferences; readonly reasons: readonly string[] } | null {
  const reading = interpretChartWords(request, known);
  return reading.outcome === "preferences" ? { preferences: reading.preferences, reasons: reading.reasons } : null;
}
