import { describe, expect, it } from "vitest";
import { countTests } from "../scripts/lib/count-tests.mjs";

const green = { numPassedTests: 3, numFailedTests: 0, testResults: [] };
const brokenFile = { status: "failed", assertionResults: [] };
const failedFile = { status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] };

describe("the last line of `npm test`", () => {
  it.each([
    ["all green", green, [], { passed: 3, failed: 0 }],
    ["a step before the tests fails", null, ["lint"], { passed: 0, failed: 1 }],
    ["two steps after the tests fail", green, ["packages", "API reports"], { passed: 3, failed: 2 }],
    [
      "a test fails",
      { numPassedTests: 1, numFailedTests: 1, testResults: [failedFile] },
      ["tests"],
      { passed: 1, failed: 1 },
    ],
    [
      "a file cannot be loaded",
      { ...green, testResults: [brokenFile, failedFile], numFailedTests: 1 },
      ["tests"],
      { passed: 3, failed: 2 },
    ],
    ["only something between the tests fails", green, ["tests"], { passed: 3, failed: 1 }],
    ["the test runner crashes without a report", null, ["tests"], { passed: 0, failed: 1 }],
    ["there are no tests", { numPassedTests: 0, numFailedTests: 0, testResults: [] }, [], { passed: 0, failed: 1 }],
    ["there is no report", null, [], { passed: 0, failed: 1 }],
  ])("%s", (_, report, failedSteps, expected) => {
    expect(countTests(report, failedSteps, "tests")).toEqual(expected);
  });
});
