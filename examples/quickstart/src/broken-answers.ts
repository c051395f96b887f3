import { type Answer, dataFeeds } from "./data-feeds.js";

export interface BrokenAnswer {
  readonly templateId: string;
  readonly path: string;
  /** What happens to the API, for people. */
  readonly story: string;
  readonly answer: Answer;
  /** What the refresh must fail with. */
  readonly expectedCode: string;
  /** What its message must say. */
  readonly expectedWords: string;
}

/** What real APIs do on bad days, each with status 200. */
export const brokenAnswers: readonly BrokenAnswer[] = [
  {
    templateId: "earthquakes-per-day",
    path: "/earthquakes.geojson",
    story: "is down for maintenance and answers with a web page",
    answer: { contentType: "text/html", body: "<!doctype html><title>Maintenance</title><p>We will be back soon." },
    expectedCode: "FETCH_NOT_DATA",
    expectedWords: "an HTML page arrived instead of JSON",
  },
  {
    templateId: "unemployment-by-industry",
    path: "/unemployment.json",
    story: "answers 200 with an error in the body",
    answer: {
      contentType: "application/json",
      body: '{"status":"REQUEST_NOT_PROCESSED","message":["threshold reached"]}',
    },
    expectedCode: "FETCH_UNSUCCESSFUL",
    expectedWords: "the API answered with an error",
  },
  {
    templateId: "daily-high",
    path: "/weather/seattle.csv",
    story: "has renamed the column temp_max to max_temperature",
    answer: { contentType: "text/csv", body: weather().replace("temp_max", "max_temperature") },
    expectedCode: "TRANSFORM_FAILED",
    expectedWords: 'None of the 1461 records has a value at "temp_max". The first record has: date,',
  },
];

function weather(): string {
  return dataFeeds["/weather/seattle.csv"]?.("later").body ?? "";
}
