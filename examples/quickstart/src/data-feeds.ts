import { readFileSync } from "node:fs";

/** How much of the data an API shows: what it had on a first visit, or everything. */
export type Edition = "first" | "later";

/** What an API answers. */
export interface Answer {
  readonly contentType: string;
  readonly body: string;
}

/** The paths of the local APIs and what they answer in an edition. Records are real and whole; only the latest are held back. */
export const dataFeeds: Readonly<Record<string, (edition: Edition) => Answer>> = {
  "/earthquakes.geojson": (edition) => earthquakes(edition === "first" ? "2018-02-05T12:00:00Z" : "9999-12-31"),
  "/unemployment.json": (edition) => unemployment(edition === "first" ? "2010-01-15" : "9999-12-31"),
  "/weather/seattle.csv": (edition) => table("seattle-weather.csv", edition === "first" ? "2015-12-25" : "9999-12-31"),
  "/employment.csv": (edition) => table("us-employment.csv", edition === "first" ? "2015-11-15" : "9999-12-31"),
};

interface EarthquakeFeed {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly features: readonly { readonly properties: { readonly time: number } }[];
}

function earthquakes(before: string): Answer {
  const feed = JSON.parse(read("earthquakes.json")) as EarthquakeFeed;
  const features = feed.features.filter((feature) => feature.properties.time < Date.parse(before));
  const metadata = { ...feed.metadata, count: features.length };
  return { contentType: "application/geo+json", body: JSON.stringify({ ...feed, metadata, features }) };
}

function unemployment(before: string): Answer {
  const records = JSON.parse(read("unemployment-across-industries.json")) as readonly { readonly date: string }[];
  return { contentType: "application/json", body: JSON.stringify(records.filter(({ date }) => date < before)) };
}

/** The header and the rows whose first cell, a date, comes earlier. */
function table(file: string, before: string): Answer {
  const [header = "", ...rows] = read(file).trimEnd().split("\n");
  return { contentType: "text/csv", body: `${[header, ...rows.filter((row) => row < before)].join("\n")}\n` };
}

function read(file: string): string {
  return readFileSync(new URL(`../data/${file}`, import.meta.url), "utf8");
}
