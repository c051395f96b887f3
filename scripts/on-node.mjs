// Runs a command on another version of Node: node scripts/on-node.mjs 24 vitest run packages/core/test/sandbox
// The binary comes from npm, as a package without install scripts, and is kept in node_modules/.cache.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./lib/steps.mjs";
import { root } from "./lib/workspace.mjs";

const [version, ...command] = process.argv.slice(2);
if (version === undefined || !/^\d+(\.\d+)*$/.test(version) || command.length === 0) {
  console.error("Usage: node scripts/on-node.mjs VERSION COMMAND...  (for example: 24 vitest run packages/core/test)");
  process.exit(2);
}

const platform = process.platform === "win32" ? "win" : process.platform;
const packageName = `node-${platform}-${process.arch}`;
const folder = join(root, "node_modules/.cache/node", version);
const binaries = join(folder, "node_modules", packageName, "bin");

if (!existsSync(binaries)) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  const install = ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", `${packageName}@${version}`];
  const { exitCode, output } = await run(install);
  if (exitCode !== 0) {
    console.error(output);
    process.exit(exitCode);
  }
}

const { output } = await run([join(binaries, "node"), "--version"]);
console.log(`Node ${output.trim()}`);
const { exitCode } = await run(command, { live: true, path: binaries });
process.exitCode = exitCode;
