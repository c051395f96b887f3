import type { AcceptanceCheckName, Operator, Subject } from "./operator.js";
import { wrapPoints, wrapTransform } from "./wrap-points.js";

/** Wrong in what is made of points that were right. */
export const wrongPoints: Operator[] = [
  after("first point dropped", "count-explained", hasMore(1), () => "return points.slice(1);"),
  after("last point dropped", "count-explained", hasMore(1), () => "return points.slice(0, -1);"),
  after(
    "first half only",
    "count-explained",
    hasMore(2),
    () => "return points.slice(0, Math.ceil(points.length / 2));",
  ),
  after(
    "highest ones only",
    "count-explained",
    hasMore(2),
    () => "return [...points].sort((a, b) => b.value - a.value).slice(0, points.length - 1);",
  ),
  after(
    "every other one",
    "count-explained",
    hasMore(2),
    () => "return points.filter((point, index) => index % 2 === 0);",
  ),
  after(
    "a day late or early",
    "times-explained",
    isHistory,
    ({ random }) => `return ${each(`timestamp: moved(point.timestamp, ${random() < 0.5 ? "" : "-"}86400000)`)};`,
  ),
  after(
    "an hour late",
    "times-explained",
    isHistory,
    () => `return ${each("timestamp: moved(point.timestamp, 3600000)")};`,
  ),
  after(
    "seconds read as milliseconds",
    "times-explained",
    isHistory,
    () => `return ${each("timestamp: new Date(timeOf(point.timestamp) / 1000)")};`,
  ),
  after(
    "milliseconds read as seconds",
    "times",
    isHistory,
    () => `return ${each("timestamp: timeOf(point.timestamp) * 1000")};`,
  ),
  after(
    "made-up times",
    "times-explained",
    isHistory,
    () =>
      `return points.map((point, index) => ({ ...point, timestamp: moved(context.fetchedAt, -86400000 * index) }));`,
  ),
  after("time and value swapped", "times-explained", isHistory, () => {
    return `return ${each("timestamp: point.value * 1000, value: timeOf(point.timestamp) / 1000")};`;
  }),
  after("constant", "influence", always, ({ points }) => {
    const mean = points.reduce((sum, { value }) => sum + value, 0) / points.length;
    const constant = Number((mean * 1.1).toPrecision(2)) || 7;
    return `return ${each(`value: ${constant}`)};`;
  }),
  after("a hundred times", "values-explained", hasNumbers, () => `return ${each("value: point.value * 100")};`),
  after("a hundredth", "values-explained", hasNumbers, () => `return ${each("value: point.value / 100")};`),
  after("a thousandth", "values-explained", hasNumbers, () => `return ${each("value: point.value / 1000")};`),
  after("converted units", "values-explained", hasNumbers, () => `return ${each("value: point.value * 0.621371")};`),
  after("one more", "values-explained", hasSmallNumbers, () => `return ${each("value: point.value + 1")};`),
  after("sign flipped", "values-explained", hasNumbers, () => `return ${each("value: -point.value")};`),
  after(
    "absolute",
    "values-explained",
    ({ points }) => points.some(({ value }) => value < 0),
    () => {
      return `return ${each("value: Math.abs(point.value)")};`;
    },
  ),
  after("rounded", "values-explained", hasNumbers, ({ points }) => {
    const isVisible = (step: number) =>
      points.some(({ value }) => Math.abs(Math.round(value / step) * step - value) > 1e-8 * Math.abs(value));
    const step = [1, 10, 100, 1_000, 1e4, 1e6].find(isVisible) ?? 1e9;
    return `return ${each(`value: Math.round(point.value / ${step}) * ${step}`)};`;
  }),
  after("clamped", "values-explained", hasDistinctValues, ({ points }) => {
    const values = [...new Set(points.map(({ value }) => value))].sort((a, b) => b - a);
    return `return ${each(`value: Math.min(point.value, ${values[1]})`)};`;
  }),
  after("cumulative", "values-explained", hasLines, () => {
    return `return linesOf(points).flatMap((line) => {
  let total = 0;
  return inOrder(line).map((point) => ({ ...point, value: (total += point.value) }));
});`;
  }),
  after("changes for amounts", "values-explained", hasLines, () => {
    return `return linesOf(points).flatMap((line) =>
  inOrder(line).map((point, index, all) => ({ ...point, value: index === 0 ? 0 : point.value - all[index - 1].value })),
);`;
  }),
  after("smoothed", "values-explained", hasDistinctLines, () => {
    return `return linesOf(points).flatMap((line) =>
  inOrder(line).map((point, index, all) => {
    const near = all.slice(Math.max(0, index - 1), index + 2);
    return { ...point, value: near.reduce((sum, { value }) => sum + value, 0) / near.length };
  }),
);`;
  }),
  after("latest for all", "values-explained", hasDistinctLines, () => {
    return `return linesOf(points).flatMap((line) => {
  const latest = inOrder(line)[line.length - 1];
  return line.map((point) => ({ ...point, value: latest.value }));
});`;
  }),
  after("share of the total", "values-explained", hasMore(1), () => {
    return `const total = points.reduce((sum, { value }) => sum + value, 0);
return ${each("value: (100 * point.value) / total")};`;
  }),
  after("values in the opposite order", "values-explained", isNoPalindrome, () => {
    return "return points.map((point, index) => ({ ...point, value: points[points.length - 1 - index].value }));";
  }),
  after("values of the neighbour", "values-explained", hasDistinctValues, () => {
    return "return points.map((point, index) => ({ ...point, value: points[(index + 1) % points.length].value }));";
  }),
  after("every point twice", "count-explained", always, ({ case: { metric } }) => {
    const copy =
      metric.kind === "gauge" ? 'series: seriesOf(point) + " (2)"' : "timestamp: moved(point.timestamp, 1000)";
    return `return points.flatMap((point) => [point, { ...point, ${copy} }]);`;
  }),
  after("one record treated apart", "values-explained", always, ({ points, random }) => {
    const { timestamp, series = "" } = points[Math.floor(random() * points.length)] ?? { timestamp: "" };
    const isSame =
      `Math.abs(timeOf(point.timestamp) - ${Date.parse(timestamp)}) < 86400000` +
      ` && seriesOf(point) === ${JSON.stringify(series)}`;
    return `let isDone = false;
return points.map((point) => {
  if (isDone || !(${isSame})) return point;
  isDone = true;
  return { ...point, value: point.value * 1.25 + 1 };
});`;
  }),
  after("lines exchanged", "measure", hasSeries, () => {
    return `const names = [...new Set(points.map(seriesOf))];
return ${each("series: names[(names.indexOf(seriesOf(point)) + 1) % names.length]")};`;
  }),
  after("lines added up", "values-explained", hasSeries, () => {
    return `const sums = new Map();
for (const { timestamp, value } of points) sums.set(timeOf(timestamp), (sums.get(timeOf(timestamp)) ?? 0) + value);
return [...sums].map(([timestamp, value]) => ({ timestamp, value }));`;
  }),
  after(
    "one line only",
    "count-explained",
    hasSeries,
    () => "return points.filter((point) => seriesOf(point) === seriesOf(points[0]));",
  ),
  {
    name: "error swallowed",
    check: "not-empty",
    mutate: ({ code }) => [
      wrapTransform(
        code,
        "try {\n  return await original(response.payload.content, endpointConfig, context);\n} catch {\n  return [];\n}",
      ),
    ],
  },
  after("record that fails swallowed", "count-explained", hasMore(1), ({ points }) => {
    const limit = [...points].sort((a, b) => b.value - a.value)[0]?.value ?? 0;
    return `return points.flatMap((point) => {
  try {
    if (point.value >= ${limit}) throw new RangeError("Too large.");
    return [point];
  } catch {
    return [];
  }
});`;
  }),
];

function after(
  name: string,
  check: AcceptanceCheckName,
  applies: (subject: Subject) => boolean,
  body: (subject: Subject) => string,
): Operator {
  return {
    name,
    check,
    mutate: (subject) =>
      subject.points.length > 0 && applies(subject) ? [wrapPoints(subject.code, body(subject))] : [],
  };
}

function each(fields: string): string {
  return `points.map((point) => ({ ...point, ${fields} }))`;
}

function always(): boolean {
  return true;
}

function isHistory({ case: { metric } }: Subject): boolean {
  return metric.kind === "history";
}

function hasMore(count: number): (subject: Subject) => boolean {
  return ({ points }) => points.length > count;
}

function hasNumbers({ points }: Subject): boolean {
  return points.some(({ value }) => value !== 0);
}

function hasDistinctValues({ points }: Subject): boolean {
  return new Set(points.map(({ value }) => value)).size > 1;
}

function hasSmallNumbers({ points }: Subject): boolean {
  return points.some(({ value }) => Math.abs(value) < 1e6);
}

function isNoPalindrome({ points }: Subject): boolean {
  return points.some(({ value }, index) => value !== points[points.length - 1 - index]?.value);
}

function hasDistinctLines(subject: Subject): boolean {
  return hasLines(subject) && hasDistinctValues(subject);
}

function hasLines(subject: Subject): boolean {
  const { points } = subject;
  return isHistory(subject) && points.length > new Set(points.map(({ series = "" }) => series)).size;
}

function hasSeries({ points }: Subject): boolean {
  return new Set(points.map(({ series = "" }) => series)).size > 1;
}
