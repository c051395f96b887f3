import { scaleLinear } from "d3-scale";
import { drawableDomain } from "../drawable-domain.js";
import { tickFormat } from "../format-number.js";
import type { Rectangle } from "./svg-scene.js";

/** A value axis: a scale from values to pixels, with ticks on round numbers. */
export interface ValueAxis {
  readonly position: (value: number) => number;
  readonly zero: number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

export interface ValueDomain {
  readonly minimum: number;
  readonly maximum: number;
}

/** The domain of numbers. Zero belongs to it where asked, and where the numbers are not far from it anyway. */
export function valueDomain(numbers: Iterable<number>, includesZero: boolean): ValueDomain {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const number of numbers) {
    minimum = Math.min(minimum, number);
    maximum = Math.max(maximum, number);
  }
  if (minimum > maximum) return { minimum: 0, maximum: 1 };
  if (includesZero || (minimum > 0 && minimum < maximum * 0.5)) minimum = Math.min(0, minimum);
  if (includesZero || (maximum < 0 && maximum > minimum * 0.5)) maximum = Math.max(0, maximum);
  const [low, high] = drawableDomain(minimum, maximum);
  return { minimum: low, maximum: high };
}

export function valueAxis(domain: ValueDomain, plot: Rectangle): ValueAxis {
  const scale = niceScale(domain, plot.height).range([plot.top + plot.height, plot.top]);
  const [low = 0, high = 1] = scale.domain();
  return {
    position: (value) => scale(value),
    zero: scale(Math.max(low, Math.min(high, 0))),
    ticks: valueTicks(domain, plot.height),
  };
}

function niceScale({ minimum, maximum }: ValueDomain, height: number) {
  return scaleLinear().domain([minimum, maximum]).nice(tickCount(height));
}

export function valueTicks(domain: ValueDomain, height: number): { value: number; text: string }[] {
  const ticks = niceScale(domain, height).ticks(tickCount(height));
  const format = tickFormat(ticks);
  return ticks.map((value) => ({ value, text: format(value) }));
}

function tickCount(height: number): number {
  return Math.max(height < 36 ? 1 : 2, Math.min(8, Math.floor(height / 42)));
}
