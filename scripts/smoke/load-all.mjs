// Loads every entry of every package with import(), and compares the names with those of require().
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

for (const specifier of require("./entries.json")) {
  const names = Object.keys(await import(specifier)).toSorted();
  const required = Object.keys(require(specifier)).toSorted();
  if (names.length === 0) throw new Error(`import("${specifier}") exports nothing`);
  if (names.join() !== required.join()) throw new Error(`"${specifier}" exports ${names}; required: ${required}`);
}
