import { describe, expect, it } from "vitest";
import { requestVariables } from "./request-variables.js";

const base = { organizationSlug: "acme", env: "production", runId: "run-1" };
const at = (now: string, timezone: string) => requestVariables({ ...base, now: new Date(now), timezone });

describe("requestVariables", () => {
  it("reads the date in the time zone", () => {
    expect(at("2026-01-01T04:59:00Z", "America/New_York")).toEqual({
      org_slug: "acme",
      env: "production",
      run_id: "run-1",
      timezone: "America/New_York",
      date: "2025-12-31",
      yesterday: "2025-12-30",
      year: "2025",
      month: "12",
      day: "31",
    });
    expect(at("2026-01-01T12:00:00Z", "Pacific/Kiritimati")).toMatchObject({
      date: "2026-01-02",
      day: "02",
      month: "01",
    });
  });

  it("counts yesterday in calendar days, also around a change of the clocks and a leap day", () => {
    expect(at("2026-03-30T00:30:00+02:00", "Europe/Berlin")).toMatchObject({
      date: "2026-03-30",
      yesterday: "2026-03-29",
    });
    expect(at("2028-03-01T12:00:00Z", "UTC")).toMatchObject({ yesterday: "2028-02-29" });
  });

  it("adds the host's variables, but never in place of a built-in one", () => {
    const input = { ...base, now: new Date(0), timezone: "UTC" };
    expect(requestVariables({ ...input, hostVariables: { region: { name: "eu" } } })).toMatchObject({
      region: { name: "eu" },
      date: "1970-01-01",
    });
    expect(() => requestVariables({ ...input, hostVariables: { date: "x" } })).toThrow("Variable date is built in");
  });

  it("refuses an unknown time zone", () => {
    expect(() => at("2026-01-01T00:00:00Z", "Mars/Olympus")).toThrow("Mars/Olympus is unknown");
  });
});
