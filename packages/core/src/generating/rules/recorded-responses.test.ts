import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { mappingFor } from "./ask-rules.testing.js";

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../test/mapping/__fixtures__/${name}`, import.meta.url), "utf8"));
const examples = fixture("github.json") as { path: string; response: unknown }[];
const githubExample = (path: string): unknown => examples.find((example) => example.path === path)?.response;

it("earthquakes: the strongest of each day", async () => {
  const measure = { value: "highest magnitude", time: "properties.time", per: "day" };
  expect(await mappingFor(fixture("earthquakes.json"), { measure })).toEqual({
    records: "features",
    time: { path: "properties.time", format: "epoch-ms" },
    value: { path: "properties.mag" },
    groupBy: { bucket: "day", aggregation: "max" },
  });
});

it("unemployment: a line per industry, at one of two times that differ by a zone", async () => {
  const body = fixture("unemployment-across-industries.json");
  const measure = { value: "unemployment rate", series: "series" };
  expect(await mappingFor(body, { measure })).toMatchObject({ outcome: "ambiguous" });
  expect(await mappingFor(body, { measure: { ...measure, time: "date" } })).toMatchObject({
    records: "",
    time: { path: "date", format: "iso" },
    value: { path: "rate" },
    series: { path: "series" },
  });
});

it("weather in CSV: one of two temperatures", async () => {
  const url = new URL("../../../test/mapping/__fixtures__/seattle-weather.csv", import.meta.url);
  const [header = [], ...rows] = readFileSync(url, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const body = rows.map((row) => Object.fromEntries(row.map((cell, index) => [header[index] ?? "", cell])));
  expect(await mappingFor(body, { measure: { value: "highest temperature" } })).toMatchObject({
    time: { path: "date" },
    value: { path: "temp_max" },
  });
  expect(await mappingFor(body, { measure: { value: "temperature" } })).toMatchObject({ outcome: "ambiguous" });
});

it("GitHub: new stars per month, and bytes of code by language", async () => {
  const stars = await mappingFor(githubExample("/repos/{owner}/{repo}/stargazers"), {
    measure: { value: "number of new stars", per: "month" },
  });
  expect(stars).toMatchObject({ time: { path: "starred_at" }, value: "count", groupBy: { bucket: "month" } });
  const languages = await mappingFor(githubExample("/repos/{owner}/{repo}/languages"), {
    measure: { value: "bytes of code", series: "language" },
    kind: "gauge",
  });
  expect(languages).toMatchObject({ recordsAre: "values-of-object", value: { path: "" }, series: { path: "$key" } });
});
