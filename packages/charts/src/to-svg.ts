import { type ChartConfig, MetricsmithError, parseChartConfig } from "@metricsmith/core/adapter";
import { escapeMarkup } from "./escape-markup.js";
import { shortHash } from "./short-hash.js";
import { drawBars } from "./svg/svg-bars.js";
import { svgElement, svgText } from "./svg/svg-element.js";
import { svgFrame } from "./svg/svg-frame.js";
import { drawKpi } from "./svg/svg-kpi.js";
import { drawLines } from "./svg/svg-lines.js";
import { mutedText, svgPaint, type SvgTheme } from "./svg/svg-paint.js";
import { drawPie, drawRadial } from "./svg/svg-parts.js";
import { drawRadar } from "./svg/svg-radar.js";
import type { SvgScene } from "./svg/svg-scene.js";

export interface SvgOptions {
  /** Pixels, 160 to 4,000. @defaultValue 720 */
  readonly width?: number | undefined;
  /** Pixels, 120 to 4,000. @defaultValue 360 */
  readonly height?: number | undefined;
  /**
   * `variables`: for a page, whose `--chart-1` to `--chart-12` and text colour are used, on its background.
   * `resolved`: for a file that stands alone, with fixed colours on the background of `theme`.
   * @defaultValue "variables"
   */
  readonly colors?: "variables" | "resolved" | undefined;
  /** Background and text of resolved colours. @defaultValue "light" */
  readonly theme?: SvgTheme | undefined;
  /**
   * Begins the ids inside the picture; give each picture of a page its own when the same chart is shown twice. Letters,
   * digits, `_` and `-`, starting with a letter. @defaultValue `chart-` and a hash of the config
   */
  readonly idPrefix?: string | undefined;
}

const drawings: Readonly<Record<ChartConfig["chartType"], (scene: SvgScene) => string>> = {
  line: drawLines,
  area: drawLines,
  bar: drawBars,
  pie: drawPie,
  radial: drawRadial,
  radar: drawRadar,
  kpi: drawKpi,
};

/**
 * A chart as one `<svg>` element: no scripts, styles or references, the same bytes for the same input. Title and
 * description are there for screen readers in full, even where the picture shortens them.
 * @throws {MetricsmithError} CHART_CONFIG_INVALID when the config is not safe to draw; OPTION_INVALID.
 */
export function toSvg(config: ChartConfig, options: SvgOptions = {}): string {
  const parsed = parseChartConfig(config);
  const { width, height, colors, theme, idPrefix } = resolveSvgOptions(options, parsed);
  const paint = svgPaint(colors, theme);
  const scene: SvgScene = { config: parsed, paint, width, height };
  const titleId = `${idPrefix}-title`;
  const descriptionId = `${idPrefix}-description`;
  return svgElement(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-labelledby": `${titleId} ${descriptionId}`,
      "font-family": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif",
    },
    [
      svgElement("title", { id: titleId }, [escapeMarkup(parsed.title)]),
      svgElement("desc", { id: descriptionId }, [escapeMarkup(parsed.description ?? `${parsed.chartType} chart`)]),
      paint.background === null ? "" : svgElement("rect", { width, height, fill: paint.background }),
      parsed.chartData.length === 0 ? drawEmpty(scene) : drawings[parsed.chartType](scene),
    ],
  );
}

function drawEmpty(scene: SvgScene): string {
  const { markup, content } = svgFrame(scene, []);
  const x = content.left + content.width / 2;
  const y = content.top + content.height / 2;
  return markup + svgText("No data", { x, y, "text-anchor": "middle", ...mutedText(scene.paint, 16) });
}

function resolveSvgOptions(
  options: SvgOptions,
  config: ChartConfig,
): Required<{ [K in keyof SvgOptions]: NonNullable<SvgOptions[K]> }> {
  const {
    width = 720,
    height = 360,
    colors = "variables",
    theme = "light",
    idPrefix = `chart-${shortHash(JSON.stringify(config))}`,
  } = options;
  if (!(width >= 160 && width <= 4000)) throw invalidOption("width", width, "use 160 to 4000 pixels");
  if (!(height >= 120 && height <= 4000)) throw invalidOption("height", height, "use 120 to 4000 pixels");
  if (colors !== "variables" && colors !== "resolved")
    throw invalidOption("colors", colors, 'use "variables" or "resolved"');
  if (theme !== "light" && theme !== "dark") throw invalidOption("theme", theme, 'use "light" or "dark"');
  if (!/^[A-Za-z][\w-]{0,63}$/.test(idPrefix))
    throw invalidOption("idPrefix", idPrefix, "use letters, digits, _ and -, starting with a letter");
  return { width, height, colors, theme, idPrefix };
}

function invalidOption(option: string, value: unknown, advice: string): MetricsmithError {
  return new MetricsmithError(`Option ${option} is ${JSON.stringify(value)}; ${advice}.`, {
    code: "OPTION_INVALID",
    details: { option },
  });
}
