import { afterAll, describe, expect, it } from "vitest";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { type JudgedMetric, judgeCode, reasonsOf } from "./judge-code.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

/** Flights, whose two times are in seconds and differ by some hours. */
const flights: JudgedMetric = {
  measure: { value: "number of flights", time: "firstSeen", per: "hour" },
  response: Array.from({ length: 12 }, (_, index) => ({
    callsign: `LH${400 + index}`,
    firstSeen: 1_772_400_000 + index * 1_500,
    lastSeen: 1_772_400_000 + index * 1_900 + 7_000 + (index % 3) * 600,
    gasPrice: "1500000000",
  })),
};

/** Events, of which the last change is in the same unit as their time. */
const events: JudgedMetric = {
  measure: { value: "features.properties.mag", time: "features.properties.time" },
  response: {
    features: Array.from({ length: 10 }, (_, index) => ({
      properties: {
        mag: Number((1.1 + ((index * 7) % 10) / 4).toFixed(2)),
        time: 1_772_400_000_000 - index * 4_321_000,
        updated: 1_772_400_900_000 - index * 4_111_000,
      },
    })),
  },
};

const hourly = (field: string): string => `export function transform(flights) {
  const hours = {};
  for (const flight of flights) {
    const seconds = Number(flight.${field});
    const hour = seconds - (seconds % 3600);
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return Object.entries(hours).map(([hour, value]) => ({ timestamp: hour * 1000, value }));
}`;

const single = (field: string): string =>
  `export const transform = ({ features }) => features
     .filter(({ properties }) => properties.${field} != null && properties.mag != null)
     .map(({ properties }) => ({ timestamp: properties.${field}, value: properties.mag }));`;

describe("a time that the measure writes out", () => {
  it.each([
    ["of counted records", flights, hourly("firstSeen")],
    ["of single records", events, single("time")],
  ])("is read: %s", async (_, metric, code) => {
    expect(reasonsOf(await judgeCode(sandbox, metric, code))).toBe("");
  });

  it.each([
    ["of counted records", flights, hourly("lastSeen"), "the measure names [].firstSeen"],
    ["of single records", events, single("updated"), "the measure names features[].properties.time"],
  ])("is not another one: %s", async (_, metric, code, reason) => {
    const acceptance = await judgeCode(sandbox, metric, code);
    expect(acceptance.report.result).toBe("rejected");
    expect(reasonsOf(acceptance)).toContain(reason);
  });

  it("is not a number that could be one", async () => {
    const varied = {
      ...flights,
      response: (flights.response as readonly Record<string, string | number>[]).map((flight, index) => ({
        ...flight,
        gasPrice: String(1_500_000_000 + index * 2_000),
      })),
    };
    const { report } = await judgeCode(sandbox, varied, hourly("gasPrice"));
    expect(report.result).toBe("rejected");
  });
});
