import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./workspace.mjs";

const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/**
 * Installs exactly what the lockfile names, with nothing but Node and npm on the machine. Started from outside, because
 * npx would otherwise run the workspace's own pnpm, which may have to replace itself.
 */
export const installStep = {
  title: "install",
  directory: tmpdir(),
  command: ["npx", "--yes", packageManager, "--dir", root, "install", "--frozen-lockfile", "--prefer-offline"],
};

/** Makes the Prisma clients of tests, benchmarks and examples. */
export const generateStep = { title: "Prisma clients", command: ["pnpm", "run", "generate"] };

/** Builds every package into its `dist/`. */
export const buildStep = { title: "build", command: ["pnpm", "run", "build"] };
