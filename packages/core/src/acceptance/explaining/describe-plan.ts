import { type Plan, timePaths, type ValueReading, valuePaths } from "./plan.js";
import { ROOT_PATH } from "../responses/generic-path.js";

/** The value of an explanation in words, such as `sum of data[].amount`. */
export function describeValue({ value, aggregation, scale }: Plan): string {
  const read = describeReading(value);
  const joined =
    aggregation === "only" || value.kind === "count" || value.kind === "distinct"
      ? read
      : `${AGGREGATION_WORDS[aggregation]} of ${read}`;
  if (scale === 1) return joined;
  return scale < 1 ? `${joined}, divided by ${tidy(1 / scale)}` : `${joined}, times ${tidy(scale)}`;
}

const AGGREGATION_WORDS = {
  sum: "the sum",
  avg: "the average",
  min: "the lowest",
  max: "the highest",
  first: "the first",
  last: "the last",
  earliest: "the earliest",
  latest: "the latest",
} as const;

function describeReading(value: ValueReading): string {
  const paths = valuePaths(value).map(({ text }) => (text === ROOT_PATH.text ? "the response" : text));
  switch (value.kind) {
    case "path":
      return paths[0] ?? "";
    case "columns":
      return paths.join(", ");
    case "count":
      return `the number of records in ${paths[0]}`;
    case "distinct":
      return `the number of different ${paths[0]}`;
    case "combined":
      return {
        sum: paths.join(" + "),
        difference: paths.join(" - "),
        product: paths.join(" * "),
        ratio: paths.join(" / "),
      }[value.operation];
    case "duration":
      return `the time from ${paths[0]} to ${paths[1]}`;
  }
}

/** The time of an explanation in words, such as `data[].date, by month`. */
export function describeTime({ time, bucket }: Plan): string {
  if (time.kind === "fetch") return "the time of the fetch";
  const paths = timePaths(time)
    .map(({ text }) => text)
    .join(", ");
  return bucket === "own" ? paths : `${paths}, by ${bucket}`;
}

function tidy(number: number): string {
  return String(Number(number.toPrecision(12)));
}
