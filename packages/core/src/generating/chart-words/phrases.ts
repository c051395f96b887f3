import type { ChartBucketSize, ChartType } from "../../charts/chart-preferences.js";
import type { ChartSettings } from "./chart-meaning.js";
import { rangePhrases } from "./range-phrases.js";
import { numberOf, NUMBER_PATTERN, phrase, type Phrase } from "./phrase.js";

const CHART = "(?: (?:chart|graph|plot|diagram)s?)?";
const typePatterns: readonly (readonly [ChartType, string])[] = [
  ["line", "(?:lines?|curves?)"],
  ["bar", "(?:bars?|columns?)"],
  ["area", "areas?"],
  ["pie", "(?:pies?|donuts?|doughnuts?)"],
  ["radar", "(?:radars?|spider(?: web)?)"],
  ["radial", "(?:radial(?: bars?)?|radial gauges?|gauges?)"],
  [
    "kpi",
    "(?:kpis?|key (?:figures?|numbers?|performance indicators?)|(?:big|single) (?:number|figure)s?|metric cards?)",
  ],
];

const units: readonly ChartBucketSize[] = ["hour", "day", "week", "month", "quarter", "year"];
const adverbs: Readonly<Record<string, string>> = {
  hour: "hourly",
  day: "daily",
  week: "weekly",
  month: "monthly",
  quarter: "quarterly",
  year: "(?:yearly|annual|annually|per annum)",
};

const ZERO = "(?:zeros?|zeroes|0)";
const PERIODS = "(?:hours?|days?|weeks?|months?|quarters?|years?|buckets?|periods?)";
const GAPS = `(?:(?:any |all )?(?:gaps?|holes?|missing(?: values?| data| points?| ${PERIODS})?|empty ${PERIODS}))`;
const NOT = "(?:not|no|never|without|do not|don't|does not|doesn't|should not|shouldn't)";

function aggregation(value: ChartSettings["aggregation"] & string, pattern: string): Phrase {
  return phrase(`(?:by |using )?(?:${pattern})`, () => ({ aggregation: value }));
}

/** Every phrase with a meaning of its own. Of those that fit at a place the longest counts. */
export const phrases: readonly Phrase[] = [
  ...typePatterns.map(([chartType, pattern]) => phrase(`${pattern}${CHART}`, () => ({ chartType }))),
  ...typePatterns.map(([replacedType, pattern]) =>
    phrase(
      `(?:instead of|rather than|(?:(?:change|switch|turn|convert)(?: (?:it|this|(?:this )?(?:chart|graph)))? )?from) (?:an? )?${pattern}${CHART}`,
      () => ({ replacedType }),
    ),
  ),
  phrase("(?:as|into|to) (?:an? |one )?(?:number|figure)", () => ({ chartType: "kpi" })),
  phrase("(?:change|switch|turn|convert)(?: (?:it|this|chart|graph|this chart))?(?: back)? (?:to|into)", () => ({})),

  phrase("stack(?:ed|ing)?(?: (?:them|on top of each other|up))?", () => ({ stacked: true })),
  phrase("on top of each other", () => ({ stacked: true })),
  phrase(`${NOT} (?:be )?stack(?:ed|ing|s)?(?: (?:them|it))?`, () => ({ stacked: false })),
  phrase("(?:remove|stop|disable|undo|drop) stacking|unstack(?:ed)?|side by side|next to each other", () => ({
    stacked: false,
  })),
  phrase(`grouped bars?${CHART}`, () => ({ chartType: "bar", stacked: false })),

  phrase(`(?:show |draw |fill |treat |count |replace )?${GAPS} (?:as|with|by|be|to be) (?:an? )?${ZERO}`, () => ({
    gaps: "zero",
  })),
  phrase(`${GAPS} ${ZERO}`, () => ({ gaps: "zero" })),
  phrase(`${ZERO} (?:for|in|into|instead of) ${GAPS}|${ZERO} fill(?:ed)?`, () => ({ gaps: "zero" })),
  phrase(`(?:connect|bridge|close|join|connecting|bridging|closing|joining)(?: over)? ${GAPS}`, () => ({
    gaps: "previous",
  })),
  phrase(
    `(?:show |draw |fill |replace )?${GAPS} (?:as|with|by) (?:previous|last|prior|preceding)(?: known)?(?: values?)?`,
    () => ({ gaps: "previous" }),
  ),
  phrase("carry (?:(?:previous|last) )?values? forward", () => ({ gaps: "previous" })),
  phrase(`(?:show|leave|keep|draw|with) ${GAPS}(?: (?:open|empty|as gaps|as they are|unfilled|visible))?`, () => ({
    gaps: "null",
  })),
  phrase(`${GAPS} (?:open|empty|as gaps|unfilled|visible)`, () => ({ gaps: "null" })),
  phrase(`${NOT} (?:to )?(?:fill|connect|bridge|close|join)(?:ing)? ${GAPS}`, () => ({ gaps: "null" })),

  aggregation("sum", "sums?(?: up)?|totals?|totall?ed|summed(?: up)?|add(?:ed)? up|in total"),
  aggregation("avg", "averages?|averaged|avg|means?"),
  aggregation("min", "min|minimums?|minima|lowest(?: values?)?"),
  aggregation("max", "max|maximums?|maxima|highest(?: values?)?|peaks?(?: values?)?"),
  aggregation(
    "count",
    "counts?(?! of )|(?:number|count) of (?:data )?(?:points|values|records|entries|measurements|samples)|how many (?:data )?(?:points|values|records|entries|measurements|samples)(?: there are)?",
  ),
  aggregation("last", "latest(?: values?)?|last values?|most recent(?: values?)?|newest(?: values?)?|closing values?"),
  phrase("last (?:of|per|in|for) (?:each |every )?(?<unit>hour|day|week|month|quarter|year)", ({ unit }) => ({
    aggregation: "last",
    bucket: unit as ChartBucketSize,
  })),
  aggregation(
    "none",
    `(?:every|each|all)(?: single)?(?: data)? points?|raw(?: data| values| points)?|unaggregated|individual (?:values|points)|${NOT} (?:be )?aggregat(?:ed?|ion|ing)(?: (?:it|them|anything))?|remove aggregation`,
  ),
  phrase("grand total", () => ({ aggregation: "sum", bucket: "range" })),
  phrase("overall|altogether", () => ({ bucket: "range" })),

  ...units.flatMap((unit) => [
    phrase(
      `${adverbs[unit]}|(?:(?:group|grouped|aggregate|aggregated|bucketed|cut|rolled up) )?(?:per|by|each|every)(?: calendar| single)? ${unit}|(?:group|grouped|aggregate|aggregated) ${adverbs[unit]}|in ${unit}s|${unit} by ${unit}`,
      () => ({ bucket: unit }),
    ),
  ]),

  phrase(
    "(?:(?:in )?time ?zone (?:of )?)?(?<zone>[a-z]+(?:/[a-z0-9_+-]+)+|utc|gmt)(?: time(?: ?zone)?)?",
    ({ zone = "" }) => ({ timezone: zone }),
  ),

  phrase(
    `(?:only )?top (?:only )?(?<count>${NUMBER_PATTERN})(?: (?:largest|biggest))?(?: (?:series|lines))?`,
    ({ count = "" }) => topOf(count),
  ),
  phrase(`(?:only )?(?<count>${NUMBER_PATTERN}) (?:largest|biggest|top)(?: (?:series|lines))?`, ({ count = "" }) =>
    topOf(count),
  ),
  phrase("(?:show )?(?:all|each|every)(?: of)? (?:series|lines)", () => ({ allSeries: true })),
  phrase(
    "(?:(?:split|grouped|group|broken down|break down|break it down|separated|split it|split up) )?(?:by|per|for each|for every) (?:series|line)",
    () => ({ allSeries: true }),
  ),
  ...rangePhrases,
  // Without a meaning of their own, but not without their neighbours.
  phrase("i mean|over time|across time|(?:time|date) (?:range|period|frame)|timeframe", () => ({})),
];

function topOf(count: string): ChartSettings | null {
  const top = numberOf(count);
  return top >= 1 && top <= 200 ? { top } : null;
}
