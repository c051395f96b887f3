/**
 * Counts for the last line of `npm test`, from vitest's JSON report (`null` when the tests never ran) and the titles of
 * the failed steps. Never zero failures when something failed: a test file that could not be loaded, a failing step, a
 * failing run without a failing test and a run without any test each count as one.
 */
export function countTests(report, failedSteps, testsTitle) {
  const passed = report?.numPassedTests ?? 0;
  const failedTests = report?.numFailedTests ?? 0;
  const brokenFiles = (report?.testResults ?? []).filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const otherSteps = failedSteps.filter((title) => title !== testsTitle).length;
  const counted = failedTests + brokenFiles + otherSteps;
  const wrong = failedSteps.length > 0 || passed === 0;
  return { passed, failed: counted === 0 && wrong ? 1 : counted };
}
