// `npm run demo`: installs, builds and runs the quickstart. Arguments after `--` are the quickstart's.
import { buildStep, installStep } from "./lib/set-up.mjs";
import { run, runStep } from "./lib/steps.mjs";

const quickstart = ["node", "--import", "tsx", "examples/quickstart/src/main.ts", ...process.argv.slice(2)];

if ((await runStep(installStep)) && (await runStep(buildStep))) {
  const { exitCode } = await run(quickstart, { live: true });
  process.exitCode = exitCode;
} else {
  process.exitCode = 1;
}
