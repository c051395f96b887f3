import { type ChartConfig, parseChartConfig } from "@metricsmith/core/adapter";
import { chartColumns, chartParts, rowLabels } from "./chart-content.js";
import { escapeMarkup } from "./escape-markup.js";
import { formatFull, formatPercent } from "./format-number.js";

/**
 * The numbers of a chart as one `<table>`: caption, column and row headers, an en dash where there is no number. Pie and
 * radial charts get a column with shares.
 * @throws {MetricsmithError} CHART_CONFIG_INVALID when the config is not safe to write into a page.
 */
export function toHtmlTable(config: ChartConfig): string {
  const parsed = parseChartConfig(config);
  const isSliced = parsed.chartType === "pie" || parsed.chartType === "radial";
  const description =
    parsed.description === undefined || parsed.description === ""
      ? ""
      : `<br><small>${escapeMarkup(parsed.description)}</small>`;
  const columns = chartColumns(parsed);
  const heads = isSliced
    ? [parsed.yAxisLabel ?? columns[0]?.label ?? "Value", "Share"]
    : columns.map(({ label }) => label);
  const rows = isSliced
    ? chartParts(parsed).map(({ label, value, ratio }) =>
        row(label, [formatFull(value), value < 0 ? "–" : formatPercent(ratio)]),
      )
    : rowLabels(parsed).map((label, index) =>
        row(
          label,
          columns.map(({ values }) => numberText(values[index] ?? null)),
        ),
      );
  return [
    "<table>",
    `<caption>${escapeMarkup(parsed.title)}${description}</caption>`,
    `<thead><tr>${[parsed.xAxisLabel ?? (isSliced ? "Name" : "Date"), ...heads].map((head) => `<th scope="col">${escapeMarkup(head)}</th>`).join("")}</tr></thead>`,
    `<tbody>${rows.length === 0 ? `<tr><td colspan="${heads.length + 1}">No data</td></tr>` : rows.join("\n")}</tbody>`,
    "</table>",
  ].join("\n");
}

function row(head: string, cells: readonly string[]): string {
  return `<tr><th scope="row">${escapeMarkup(head)}</th>${cells.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join("")}</tr>`;
}

function numberText(value: number | null): string {
  return value === null ? "–" : formatFull(value);
}
