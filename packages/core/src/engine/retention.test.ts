import { describe, expect, it } from "vitest";
import { resolveRetention, type RetentionOptions } from "./retention.js";

const dayMs = 86_400_000;

describe("resolveRetention", () => {
  it("keeps points and responses forever, runs 30 days, and 5 responses of failed runs", () => {
    const defaults = { runsMs: 30 * dayMs, pointsMs: null, payloadsMs: null, failedPayloads: 5 };
    expect(resolveRetention(undefined)).toEqual(defaults);
    expect(resolveRetention({ runs: undefined, failedPayloads: undefined })).toEqual(defaults);
  });

  it("takes days and forever", () => {
    expect(resolveRetention({ runs: "forever", points: "1d", payloads: "36500d", failedPayloads: "forever" })).toEqual({
      runsMs: null,
      pointsMs: dayMs,
      payloadsMs: 36_500 * dayMs,
      failedPayloads: null,
    });
    expect(resolveRetention({ failedPayloads: 0 }).failedPayloads).toBe(0);
  });

  it.each<[option: keyof RetentionOptions, value: unknown, shown: string]>([
    ["runs", "0d", '"0d"'],
    ["runs", "36501d", '"36501d"'],
    ["points", "1.5d", '"1.5d"'],
    ["points", "90", '"90"'],
    ["points", " 90d", '" 90d"'],
    ["points", "-1d", '"-1d"'],
    ["payloads", "1e3d", '"1e3d"'],
    ["payloads", 90, "90"],
    ["payloads", null, "null"],
    ["failedPayloads", -1, "-1"],
    ["failedPayloads", 2.5, "2.5"],
    ["failedPayloads", 10_001, "10001"],
    ["failedPayloads", "5", '"5"'],
    ["failedPayloads", Number.NaN, "NaN"],
  ])("refuses %s: %j and names the option", (option, value, shown) => {
    expect(() => resolveRetention({ [option]: value })).toThrow(
      expect.objectContaining({
        code: "OPTION_INVALID",
        message: expect.stringMatching(new RegExp(`^retention\\.${option} is ${shown}; give `)) as string,
        details: { option: `retention.${option}` },
      }),
    );
  });

  it.each([["30d"], [30], [null]])("refuses %j as a whole", (value) => {
    expect(() => resolveRetention(value as never)).toThrow(
      expect.objectContaining({ code: "OPTION_INVALID", details: { option: "retention" } }),
    );
  });
});
