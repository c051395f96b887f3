// `npm test`: installs what it needs and runs every check. The first failing group of steps ends it.
// The last line is `N passed, N failed`: the tests, and every other step that failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { buildStep, generateStep, installStep } from "./lib/set-up.mjs";
import { runStep, runTogether } from "./lib/steps.mjs";
import { countTests } from "./lib/count-tests.mjs";

const temporary = mkdtempSync(join(tmpdir(), "metricsmith-test-"));
const reportFile = join(temporary, "vitest.json");
const width = Math.min(availableParallelism(), 4);

const staticChecks = [
  buildStep,
  { title: "types", command: ["pnpm", "run", "typecheck"] },
  { title: "lint", command: ["oxlint"] },
  { title: "layers", command: ["tsx", "scripts/check-layers.ts"] },
  { title: "format", command: ["oxfmt", "--check", "."] },
];

const tests = {
  title: "tests",
  command: ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`],
};

const builtChecks = [
  { title: "packages", command: ["node", "scripts/check-packages.mjs"] },
  { title: "API reports", command: ["node", "scripts/api-reports.mjs"] },
  { title: "README code", command: ["node", "scripts/run-readme.mjs"] },
  { title: "quickstart", command: ["node", "--import", "tsx", "examples/quickstart/src/main.ts"] },
  { title: "prisma-postgres", command: ["node", "--import", "tsx", "examples/prisma-postgres/src/main.ts"] },
];

let failed = [];
try {
  failed = (await runStep(installStep)) ? [] : [installStep.title];
  if (failed.length === 0 && !(await runStep(generateStep))) failed = [generateStep.title];
  if (failed.length === 0) failed = await runTogether(staticChecks, width);
  if (failed.length === 0 && !(await runStep(tests))) failed = [tests.title];
  if (failed.length === 0) failed = await runTogether(builtChecks, width);

  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, "utf8")) : null;
  const count = countTests(report, failed, tests.title);
  if (count.failed > 0) process.exitCode = 1;
  if (failed.length > 0) console.log(`\nFailed: ${failed.join(", ")}`);
  console.log(`${count.passed} passed, ${count.failed} failed`);
} catch (error) {
  process.exitCode = 1;
  console.log(`${error instanceof Error ? error.stack : String(error)}\n0 passed, 1 failed`);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
