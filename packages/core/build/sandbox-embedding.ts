import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";

const sandboxFolder = new URL("../src/sandbox/", import.meta.url);
/** By file, not by export: the conditions under which this runs may name another of the package's builds. */
const quickJsFolder = new URL(
  "./dist/",
  pathToFileURL(createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/package.json")),
);
const virtualIdPattern = /^virtual:sandbox-(?:guest|worker|wasm)$/;
const loaderPattern = /^@jitl\/quickjs-wasmfile-release-sync\/emscripten-module$/;
/** The build without anything of a platform: no `require`, no path, no exit code. All builds are for the same WebAssembly. */
const loaderPath = fileURLToPath(new URL("emscripten-module.cloudflare.cjs", quickJsFolder));

/** What of the guest is a program of its own, evaluated where it is needed. */
const guestExports = [
  ["guest/create-guest.ts", "createGuest"],
  ["guest/track-reads.ts", "trackReads"],
  ["guest/console.ts", "installConsole"],
  ["guest/shims/install-intl.ts", "installIntl"],
  ["guest/shims/install-dates.ts", "installDates"],
  ["guest/shims/install-numbers.ts", "installNumbers"],
  ["guest/shims/install-text.ts", "installText"],
  ["guest/shims/install-structured-clone.ts", "installStructuredClone"],
  ["guest/shims/install-keep-name.ts", "installKeepName"],
] as const;

/** One file and all it imports, as one text without comments, so no path of the building machine is left in it. */
async function bundle(entry: string, settings: Pick<BuildOptions, "format" | "platform" | "target">): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(entry, sandboxFolder))],
    bundle: true,
    write: false,
    minify: true,
    legalComments: "none",
    charset: "ascii",
    plugins: [sandboxEsbuildPlugin()],
    logLevel: "silent",
    ...settings,
  });
  const [file] = result.outputFiles ?? [];
  if (file === undefined) throw new Error(`esbuild gave no output for ${entry}.`);
  return file.text;
}

/**
 * An expression whose value is a file's export. Not a script with a `var`, which foreign code would see; and without esbuild's
 * wrapping of exports, which QuickJS would compile anew for each run.
 */
async function bundleExpression(entry: string, exportName: string): Promise<string> {
  const code = await bundle(entry, { format: "esm", platform: "neutral", target: "es2022" });
  const body = code.replace(new RegExp(`export\\s*\\{\\s*([\\w$]+) as ${exportName}\\s*\\};?\\s*$`), "return $1;");
  if (body === code) throw new Error(`esbuild wrote the export of ${entry} in another form than expected.`);
  return `(()=>{"use strict";${body}})()`;
}

/** The text of a virtual module: what `src/sandbox/virtual-modules.d.ts` declares. */
async function virtualModule(id: string): Promise<string> {
  if (id === "virtual:sandbox-guest") {
    const sources = guestExports.map(async ([file, name]) => {
      return `export const ${name}Source = ${JSON.stringify(await bundleExpression(file, name))};`;
    });
    return (await Promise.all(sources)).join("\n");
  }
  if (id === "virtual:sandbox-wasm") {
    const wasm = await readFile(new URL("emscripten-module.wasm", quickJsFolder), "base64");
    return `export const wasmBase64 = ${JSON.stringify(wasm)};`;
  }
  const worker = await bundle("worker/worker.ts", { format: "cjs", platform: "node", target: "node20" });
  return `export const workerSource = ${JSON.stringify(worker)};`;
}

/** For esbuild and tsup: resolves the virtual modules and QuickJS's loader, so a build needs no file beside it at run time. */
export function sandboxEsbuildPlugin(): Plugin {
  return {
    name: "sandbox-embedding",
    setup(builder) {
      builder.onResolve({ filter: loaderPattern }, () => ({ path: loaderPath }));
      builder.onResolve({ filter: virtualIdPattern }, ({ path }) => ({
        path,
        namespace: "sandbox",
        sideEffects: false,
      }));
      builder.onLoad({ filter: /./, namespace: "sandbox" }, async ({ path }) => ({
        contents: await virtualModule(path),
        loader: "js",
      }));
    },
  };
}

/** The part of Vite's plugin interface in use. */
interface VitePlugin {
  readonly name: string;
  readonly enforce: "pre";
  resolveId(id: string): string | undefined;
  load(id: string): Promise<string> | undefined;
}

/** For Vite and Vitest: the same modules, so tests run from source. */
export function sandboxVitePlugin(): VitePlugin {
  return {
    name: "sandbox-embedding",
    // Before Vite looks for packages.
    enforce: "pre",
    resolveId(id) {
      if (loaderPattern.test(id)) return loaderPath;
      return virtualIdPattern.test(id) ? `\0${id}` : undefined;
    },
    load: (id) => (id.startsWith("\0virtual:sandbox-") ? virtualModule(id.slice(1)) : undefined),
  };
}
