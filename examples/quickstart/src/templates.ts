import { defineTemplate } from "@metricsmith/core";
import { z } from "zod";

// `{{api}}` is a variable that the host sets: the address of the local server, see main.ts.

/** Counts records per day: the feed has one record an earthquake, and some explosions that are left out. */
const earthquakesPerDay = defineTemplate({
  id: "earthquakes-per-day",
  provider: "usgs",
  name: "Earthquakes per day",
  description: "Earthquakes of any magnitude, world-wide",
  measure: { value: "number of earthquakes", time: "properties.time", per: "day" },
  parameters: z.object({}),
  request: { endpoint: "{{api}}/earthquakes.geojson" },
  mapping: {
    records: "features",
    time: { path: "properties.time", format: "epoch-ms" },
    value: "count",
    filter: [{ path: "properties.type", equals: "earthquake" }],
    groupBy: { bucket: "day", aggregation: "count" },
  },
  chart: { preferences: { chartType: "bar", gaps: "zero" } },
});

/** The same response, another question: one record a day is kept, with its place. */
const strongestEarthquake = defineTemplate({
  id: "strongest-earthquake",
  provider: "usgs",
  name: "Strongest earthquake per day",
  measure: { value: "properties.mag", time: "properties.time", per: "day", unit: "magnitude" },
  parameters: z.object({}),
  request: { endpoint: "{{api}}/earthquakes.geojson" },
  mapping: {
    records: "features",
    time: { path: "properties.time", format: "epoch-ms" },
    value: { path: "properties.mag" },
    dimensions: { place: "properties.place" },
    filter: [{ path: "properties.type", equals: "earthquake" }],
    groupBy: { bucket: "day", aggregation: "max" },
  },
  chart: { preferences: { chartType: "line" } },
});

/** Many series in one response: each record names its industry. The API answers 200 even when it has no data. */
const unemploymentByIndustry = defineTemplate({
  id: "unemployment-by-industry",
  provider: "bls",
  name: "Unemployment by industry",
  description: "Unemployed persons in the United States",
  measure: { value: "count", time: "year and month", per: "month", unit: "persons", series: "industry" },
  parameters: z.object({}),
  request: {
    endpoint: "{{api}}/unemployment.json",
    success: ({ body }) => Array.isArray(body) || "the API answered with an error instead of a list",
  },
  mapping: {
    records: "",
    time: { year: "year", month: "month" },
    // Given in thousands.
    value: { path: "count", scale: 1000 },
    series: { path: "series" },
    dimensions: { rate: "rate" },
  },
  chart: { preferences: { chartType: "area", stacked: true } },
});

/** One measurement is the value, the others are its dimensions; the chart draws two of them, averaged per month. */
const dailyHigh = defineTemplate({
  id: "daily-high",
  provider: "noaa",
  name: "Daily high",
  description: "Highest and lowest temperature of the day",
  measure: { value: "temp_max", time: "date", per: "day", unit: "°C" },
  parameters: z.object({ CITY: z.string() }),
  request: { endpoint: "{{api}}/weather/{CITY}.csv", format: "csv" },
  mapping: {
    records: "",
    time: { path: "date", format: "date" },
    value: { path: "temp_max" },
    dimensions: { low: "temp_min", precipitation: "precipitation", wind: "wind", weather: "weather" },
  },
  chart: {
    name: "Daily high and low",
    preferences: { chartType: "line", aggregation: "avg", bucket: "month", dimensions: ["low"] },
  },
});

/** A row of the employment API as its CSV is read: every cell is a text. */
type EmploymentRow = Readonly<Record<string, string>>;

/** Columns become series, which no mapping says: written by hand, typed here, run in the sandbox. */
const jobsBySector = defineTemplate({
  id: "jobs-by-sector",
  provider: "bls",
  name: "Jobs by sector",
  description: "Employees outside farming in the United States",
  measure: { value: "employees", time: "month", per: "month", unit: "jobs", series: "sector" },
  parameters: z.object({}),
  request: { endpoint: "{{api}}/employment.csv", format: "csv" },
  transform(rows: readonly EmploymentRow[]) {
    const sectors = {
      Mining: "mining_and_logging",
      Construction: "construction",
      Manufacturing: "manufacturing",
      "Trade and transport": "trade_transportation_utilties",
      Information: "information",
      Finance: "financial_activities",
      "Business services": "professional_and_business_services",
      "Education and health": "education_and_health_services",
      Leisure: "leisure_and_hospitality",
      "Other services": "other_services",
      Government: "government",
    };
    return rows.flatMap((row) =>
      Object.entries(sectors).map(([series, column]) => ({
        series,
        timestamp: row["month"] ?? "",
        value: Math.round(Number(row[column]) * 1000),
        dimensions: { share: Number(row[column]) / Number(row["nonfarm"]) },
      })),
    );
  },
  chart: { name: "Where people work", preferences: { chartType: "pie" } },
});

/** Negative values: months in which jobs were lost. */
const jobsGained = defineTemplate({
  id: "jobs-gained",
  provider: "bls",
  name: "Jobs gained or lost per month",
  measure: { value: "nonfarm_change", time: "month", per: "month", unit: "jobs" },
  parameters: z.object({}),
  request: { endpoint: "{{api}}/employment.csv", format: "csv" },
  mapping: {
    records: "",
    time: { path: "month", format: "date" },
    value: { path: "nonfarm_change", scale: 1000 },
    dimensions: { total: "nonfarm", private: "private", government: "government" },
  },
  chart: { preferences: { chartType: "bar" } },
});

export const templates = [
  earthquakesPerDay,
  strongestEarthquake,
  unemploymentByIndustry,
  dailyHigh,
  jobsBySector,
  jobsGained,
] as const;
