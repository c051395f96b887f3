// Runs the code of README.md and docs/*.md against the built packages, as a user would: every block that starts with
// "```ts run". It is compiled with the strictest settings first; what it prints must equal the "```text" block that
// follows it, if one does before the next code. Each block is a program of its own.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./lib/steps.mjs";
import { root } from "./lib/workspace.mjs";

const documents = ["README.md", ...listDocuments("docs")].filter((file) => existsSync(join(root, file)));
const programs = documents.flatMap((file) => findPrograms(file, readFileSync(join(root, file), "utf8")));

if (!programs.some((program) => program.file === "README.md")) {
  console.error('README.md has no code to run: mark at least one block with "```ts run".');
  process.exitCode = 1;
} else {
  // Inside the private package tests/, whose dependencies are all packages of the workspace.
  const cache = join(root, "tests/.cache");
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, "readme-"));
  try {
    await check(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function check(directory) {
  for (const [index, program] of programs.entries())
    writeFileSync(join(directory, `program-${index}.ts`), program.code);
  writeFileSync(
    join(directory, "tsconfig.json"),
    JSON.stringify({
      extends: join(root, "tsconfig.base.json"),
      compilerOptions: { customConditions: [], noUnusedLocals: false },
      files: programs.map((_, index) => `program-${index}.ts`),
    }),
  );
  const types = await run(["tsc", "-p", directory]);
  if (types.exitCode !== 0) {
    for (const [index, program] of programs.entries()) console.error(`program-${index}.ts is ${place(program)}`);
    fail("does not compile", types.output);
    return;
  }
  for (const [index, program] of programs.entries()) {
    const { exitCode, output } = await run(["node", "--import", "tsx", join(directory, `program-${index}.ts`)]);
    if (exitCode !== 0) fail(`${place(program)} ends with exit code ${exitCode}`, output);
    else if (program.expected === null) console.log(`${place(program)} runs`);
    else if (tidy(output) === tidy(program.expected)) console.log(`${place(program)} prints what is documented`);
    else fail(`${place(program)} prints something else`, `Documented:\n${program.expected}\nPrinted:\n${output}`);
  }
}

/**
 * @returns {{ file: string, line: number, code: string, expected: string | null, open: boolean }[]}
 *   `open` until the next block of any kind: only that one can be the expected output
 */
function findPrograms(file, text) {
  /** @type {ReturnType<typeof findPrograms>} */
  const found = [];
  const fence = /^```(.*)\n([\s\S]*?)^```[ \t]*$/gm;
  for (const match of text.matchAll(fence)) {
    const [, information = "", code = ""] = match;
    const last = found.at(-1);
    if (/^(ts|typescript) run$/.test(information.trim())) {
      found.push({ file, line: text.slice(0, match.index).split("\n").length, code, expected: null, open: true });
    } else if (last?.open) {
      last.open = false;
      if (information.trim() === "text") last.expected = code;
    }
  }
  return found;
}

function listDocuments(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}

function tidy(text) {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

function place(program) {
  return `${program.file}:${program.line}`;
}

function fail(title, output) {
  console.error(`${title}\n${output}`);
  process.exitCode = 1;
}
