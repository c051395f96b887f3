import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root folder of the workspace, without a trailing slash. */
export const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");

/**
 * The publishable packages: every folder of `packages/` with a package.json that is not private, by name.
 *
 * @returns {{ name: string, folder: string, directory: string, manifest: any }[]}
 */
export function listPackages() {
  return readdirSync(join(root, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const directory = join(root, "packages", entry.name);
      const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
      return { name: manifest.name, folder: entry.name, directory, manifest };
    })
    .filter((item) => item.manifest.private !== true)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The import paths a package offers, without `./package.json`: `"@metricsmith/core"`, `"@metricsmith/core/adapter"`.
 *
 * @returns {{ specifier: string, name: string, types: string }[]} `name` is a file name, `types` the declaration file
 */
export function listEntries(item) {
  return Object.entries(item.manifest.exports)
    .filter(([path]) => path !== "./package.json")
    .map(([path, conditions]) => {
      const suffix = path === "." ? "" : path.slice(2);
      return {
        specifier: suffix === "" ? item.name : `${item.name}/${suffix}`,
        name: [item.folder, ...suffix.split("/")].filter(Boolean).join("-"),
        types: join(item.directory, conditions.import.types),
      };
    });
}
