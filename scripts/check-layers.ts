// Checks every import of every package against the layer table: value, type-only and dynamic imports, and re-exports.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { layerViolation } from "./lib/layers.js";
import { listImports } from "./lib/list-imports.js";

const packagesDirectory = fileURLToPath(new URL("../packages/", import.meta.url));
let files = 0;
let violations = 0;

for (const packageFolder of readdirSync(packagesDirectory)) {
  const directory = join(packagesDirectory, packageFolder);
  for (const file of listSources(directory)) {
    files += 1;
    const path = relative(directory, file).split(sep).join("/");
    for (const { specifier, line } of listImports(readFileSync(file, "utf8"))) {
      const reason = layerViolation(packageFolder, path, specifier);
      if (reason === null) continue;
      violations += 1;
      console.error(`packages/${packageFolder}/${path}:${line}  "${specifier}": ${reason}`);
    }
  }
}

console.log(`${files} files checked, ${violations} imports against the layer rule`);
if (files === 0 || violations > 0) process.exitCode = 1;

function listSources(directory: string): string[] {
  return ["src", "test"].flatMap((folder) =>
    readdirSync(directory).includes(folder)
      ? readdirSync(join(directory, folder), { recursive: true, encoding: "utf8" })
          .filter((name) => name.endsWith(".ts"))
          .map((name) => join(directory, folder, name))
      : [],
  );
}
