import { describe, expect, it } from "vitest";
import { chartPreferencesSchema } from "../../charts/chart-preferences.js";
import type { GeneratorSubject } from "../../ports/generator.js";
import { proposeChartFromWords } from "./propose-chart-from-words.js";

const subject: GeneratorSubject = {
  name: "Moving average price without tax",
  description: null,
  measure: { value: "data[].closing_price", series: "data[].city", unit: "USD" },
  kind: "history",
  timezone: "UTC",
  provider: null,
  template: null,
  request: { method: "GET", endpoint: "https://api.example.com", parameterNames: [] },
};
const propose = (request: string) =>
  proposeChartFromWords({
    request,
    subject,
    chart: { name: "Prices", preferences: chartPreferencesSchema.parse({}), chartConfig: null },
    seriesNames: ["Berlin", "Paris"],
    dimensionNames: [],
  });

describe("proposeChartFromWords()", () => {
  it.each([
    ["weekly sum of the closing price", { aggregation: "sum", bucket: "week" }],
    ["highest price per month in USD", { aggregation: "max", bucket: "month" }],
    ["moving average price without tax, last 30 days", { dateRange: "30d" }],
    ["last year by city", { dateRange: "last-year" }],
  ])("knows what the metric calls its value and lines in %j", (request, preferences) => {
    expect(propose(request)).toMatchObject({ outcome: "preferences", preferences });
  });

  it.each([
    "moving average per week",
    "weekly sum without tax",
    "highest price in EUR",
    "price change per week",
    "weekly sum by country",
  ])("does not take words of the metric's name for what they do not say in %j", (request) => {
    expect(propose(request)).toMatchObject({ outcome: "refused", reason: expect.stringMatching(/\.$/) as string });
  });
});
