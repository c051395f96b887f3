// `pnpm bench NAME`: builds fresh and runs one group of benchmarks. Its exit code says whether all targets were met.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildStep, generateStep } from "./lib/set-up.mjs";
import { run, runStep } from "./lib/steps.mjs";
import { root } from "./lib/workspace.mjs";

const groups = readdirSync(join(root, "bench"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, "bench", entry.name, "main.ts")))
  .map((entry) => entry.name);
const [name = "", ...parameters] = process.argv.slice(2).filter((parameter) => parameter !== "--");

if (!groups.includes(name)) {
  console.error(
    `${name === "" ? "Which group?" : `No group of benchmarks is named "${name}".`} pnpm bench NAME, one of:`,
  );
  for (const group of groups) console.error(`  ${group}`);
  process.exitCode = 1;
} else if ((await runStep(generateStep)) && (await runStep(buildStep))) {
  const program = ["node", "--expose-gc", "--import", "tsx", `bench/${name}/main.ts`, ...parameters];
  process.exitCode = (await run(program, { live: true })).exitCode;
} else {
  process.exitCode = 1;
}
