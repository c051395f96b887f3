import { expect, it } from "vitest";
import { acceptanceReportSchema } from "./acceptance-report.js";

it("acceptanceReportSchema reads back what was stored and refuses unknown checks", () => {
  const report = {
    result: "rejected",
    support: null,
    checks: [{ name: "values", verdict: "fail", message: "Point 0 is NaN.", evidence: { total: 1 } }],
  };
  expect(acceptanceReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(
    acceptanceReportSchema.safeParse({ ...report, checks: [{ ...report.checks[0], name: "vibes" }] }).success,
  ).toBe(false);
});
