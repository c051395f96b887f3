import type { ChartConfig } from "@metricsmith/core/adapter";
import type { SvgPaint } from "./svg-paint.js";

/** Everything that the parts of one picture share. */
export interface SvgScene {
  readonly config: ChartConfig;
  readonly paint: SvgPaint;
  readonly width: number;
  readonly height: number;
}

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
