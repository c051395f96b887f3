// Runs the steps of `npm test` and `npm run demo`. Only Node built-ins: it runs before anything is installed.
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./workspace.mjs";

/**
 * One thing to run.
 *
 * @typedef {object} Step
 * @property {string} title shown when it starts and ends
 * @property {string[]} command program and arguments; programs of the workspace's dependencies are found by name
 * @property {string} [directory] where to run it instead of the root folder
 */

// What the npm above would impose on the pnpm and npm below: silence, and this workspace as the place to look for pnpm.
const { npm_config_loglevel: _silence, npm_config_local_prefix: _workspace, ...environment } = process.env;

/**
 * Runs a program, in the root folder unless `directory` is given. Resolves with its exit code and its whole output, which
 * is empty when it went to the terminal at once (`live`). Programs are looked for in `path` first, when it is given.
 */
export function run([program, ...parameters], { live = false, directory = root, path } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: directory,
      env: {
        ...environment,
        PATH: [path, join(root, "node_modules/.bin"), environment.PATH].filter(Boolean).join(delimiter),
      },
      stdio: live ? "inherit" : ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => resolve({ exitCode: 1, output: String(error) }));
    child.on("close", (code) => resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

/** Runs one step and prints its title, duration and, when it failed, its output. Resolves with whether it passed. */
export async function runStep(step) {
  const startedAt = performance.now();
  console.log(`...  ${step.title}`);
  const { exitCode, output } = await run(step.command, { directory: step.directory });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const passed = exitCode === 0;
  console.log(`${passed ? "ok  " : "FAIL"} ${step.title} (${seconds} s)`);
  if (!passed) console.log(`\n$ ${step.command.join(" ")}\n${output}\nExit code ${exitCode}\n`);
  return passed;
}

/** Runs steps side by side, at most `width` at once. After a failure no further step starts. Resolves with the failed titles. */
export async function runTogether(steps, width) {
  const waiting = [...steps];
  const failed = [];
  const lane = async () => {
    while (failed.length === 0) {
      const step = waiting.shift();
      if (step === undefined) return;
      if (!(await runStep(step))) failed.push(step.title);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return failed;
}
