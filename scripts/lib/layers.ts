import { posix } from "node:path";

interface Layer {
  readonly level: number;
  /** A folder directly in packages/core/src. */
  readonly folder: string;
  /** Folders of the same layer that it may import as well. Listed one-way, so they stay free of cycles. */
  readonly siblings?: readonly string[];
}

/** The layers of packages/core/src, lowest first. A folder imports itself, every lower layer and its `siblings`. */
export const layers: readonly Layer[] = [
  { level: 0, folder: "util" },
  { level: 0, folder: "errors", siblings: ["util"] },

  // Records and pure functions: no I/O, no clock.
  { level: 1, folder: "metrics" },
  { level: 1, folder: "shapes", siblings: ["metrics"] },
  { level: 1, folder: "transformers", siblings: ["metrics"] },
  { level: 1, folder: "usage", siblings: ["metrics"] },
  { level: 1, folder: "charts", siblings: ["metrics", "transformers"] },
  { level: 1, folder: "runs", siblings: ["metrics", "transformers", "charts"] },
  { level: 1, folder: "templates", siblings: ["metrics", "transformers", "charts", "runs"] },
  { level: 1, folder: "records", siblings: ["metrics", "transformers", "usage", "charts", "runs", "templates"] },

  { level: 2, folder: "ports" },

  { level: 3, folder: "fetching" },
  { level: 3, folder: "sandbox" },
  { level: 3, folder: "generating" },

  { level: 4, folder: "acceptance" },
  { level: 4, folder: "running" },

  { level: 5, folder: "ingesting" },
  { level: 6, folder: "scheduling" },
  { level: 7, folder: "engine" },
];

/** Files directly in packages/core/src, with the highest layer they may import. Only index.ts imports one: adapter.ts. */
const entryFiles: Readonly<Record<string, number>> = { "index.ts": 7, "adapter.ts": 2, "in-process-sandbox.ts": 3 };

/** Layers up to this one reach nothing outside: they may import only these modules. */
const pureLevel = 2;
const pureModules = ["zod", "node:crypto"];

/** Packages that are used beside the engine, so they may import what hosts import. All others are adapters. */
const packagesForHosts = ["charts"];

/** What the sources of a package other than core may import from Metricsmith. Its tests may import every package. */
function allowedPackages(packageFolder: string): readonly string[] {
  const adapterEntry = "@metricsmith/core/adapter";
  return packagesForHosts.includes(packageFolder) ? ["@metricsmith/core", adapterEntry] : [adapterEntry];
}

/**
 * Says why a file must not import a module, or `null` when it may.
 *
 * @param packageFolder folder name in packages/, for example `core`
 * @param file path inside the package with forward slashes, for example `src/metrics/metric.ts`
 * @param specifier what stands in the import, for example `../ports/storage.js`
 */
export function layerViolation(packageFolder: string, file: string, specifier: string): string | null {
  const isTest = file.endsWith(".test.ts") || !file.startsWith("src/");
  if (!specifier.startsWith(".")) return moduleViolation(packageFolder, file, specifier, isTest);

  const target = posix.normalize(posix.join(posix.dirname(file), specifier));
  if (target.startsWith("../")) return "leaves its package: import the package by its name";
  if (packageFolder !== "core" || !file.startsWith("src/")) return null;
  if (!target.startsWith("src/")) return isTest ? null : "sources do not import tests";
  return folderViolation(file.slice("src/".length), target.slice("src/".length));
}

function moduleViolation(packageFolder: string, file: string, specifier: string, isTest: boolean): string | null {
  if (specifier.startsWith("@metricsmith/")) {
    if (packageFolder === "core")
      return "core imports no other package of the workspace; cross-package tests live in tests/";
    if (isTest || allowedPackages(packageFolder).includes(specifier)) return null;
    return `${packageFolder} may import only ${allowedPackages(packageFolder).join(" and ")}`;
  }
  if (isTest) return null;
  if (specifier === "vitest") return "only tests may import the test runner";
  if (packageFolder !== "core") return null;
  const level = layerOf(file.slice("src/".length))?.level ?? entryLevel(file.slice("src/".length));
  if (level === undefined || level > pureLevel || pureModules.includes(specifier)) return null;
  return `layers 0 to ${pureLevel} reach nothing outside; they may import only ${pureModules.join(" and ")}`;
}

function folderViolation(file: string, target: string): string | null {
  if (file === "index.ts" && target === "adapter.js") return null;
  if (!target.includes("/")) return "nothing imports the entry files: import the file that defines the name";
  const targetLayer = layerOf(target);
  if (targetLayer === undefined) return `src/${folderOf(target)} is not in the layer table (scripts/lib/layers.ts)`;

  if (!file.includes("/")) {
    const highest = entryLevel(file);
    if (highest === undefined) return `src/${file} is not an entry file: put it into the folder of its layer`;
    return targetLayer.level <= highest ? null : `src/${file} may import layers 0 to ${highest} only`;
  }

  const layer = layerOf(file);
  if (layer === undefined) return `src/${folderOf(file)} is not in the layer table (scripts/lib/layers.ts)`;
  if (targetLayer === layer || targetLayer.level < layer.level) return null;
  if (layer.siblings?.includes(targetLayer.folder) === true) return null;
  const relation = targetLayer.level > layer.level ? "a higher layer" : "a sibling in the same layer";
  return `${layer.folder}/ (layer ${layer.level}) must not import ${targetLayer.folder}/ (layer ${targetLayer.level}), ${relation}`;
}

function folderOf(path: string): string {
  return path.split("/")[0] ?? path;
}

function layerOf(path: string): Layer | undefined {
  return path.includes("/") ? layers.find((layer) => layer.folder === folderOf(path)) : undefined;
}

function entryLevel(file: string): number | undefined {
  return entryFiles[file];
}
