import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dataFeeds } from "../src/data-feeds.js";

function read(file: string): string {
  return readFileSync(new URL(`../data/${file}`, import.meta.url), "utf8");
}

describe("dataFeeds", () => {
  it.each([
    ["/earthquakes.geojson", "earthquakes.json"],
    ["/unemployment.json", "unemployment-across-industries.json"],
  ])("%s shows every record in the end", (path, file) => {
    expect(JSON.parse(dataFeeds[path]?.("later").body ?? "")).toEqual(JSON.parse(read(file)));
  });

  it.each([
    ["/weather/seattle.csv", "seattle-weather.csv"],
    ["/employment.csv", "us-employment.csv"],
  ])("%s shows every row in the end, and an unbroken beginning before", (path, file) => {
    expect(dataFeeds[path]?.("later").body).toBe(read(file));
    const first = dataFeeds[path]?.("first").body ?? "";
    expect(read(file).startsWith(first) && first.length < read(file).length).toBe(true);
  });

  it("holds back earthquakes in the middle of a day, so that a later refresh changes that day", () => {
    const feed = JSON.parse(dataFeeds["/earthquakes.geojson"]?.("first").body ?? "") as {
      metadata: { count: number };
      features: { properties: { time: number } }[];
    };
    const latest = Math.max(...feed.features.map(({ properties }) => properties.time));
    expect(new Date(latest).toISOString()).toMatch(/^2018-02-05T11/);
    expect(feed.metadata.count).toBe(feed.features.length);
  });
});
