import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, type Format } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sandboxEsbuildPlugin } from "../../build/sandbox-embedding.js";

const execute = promisify(execFile);
const sandboxFolder = fileURLToPath(new URL("../../src/sandbox/", import.meta.url));
type Factory = "createQuickJsSandbox" | "createInProcessSandbox";
const factories: readonly Factory[] = ["createQuickJsSandbox", "createInProcessSandbox"];

const program = (factory: Factory, run: string): string => `
  const sandbox = ${factory}();
  const input = new TextEncoder().encode('[3]');
  const context = { fetchedAtMs: 0, timezone: "UTC", offsets: [] };
  const limits = { timeoutMs: 5000, maximumSteps: 1e9, memoryBytes: 67108864, maximumPoints: 10, maximumOutputBytes: 1000 };
  sandbox.run({ kind: "ingestion", code: ${JSON.stringify(run)}, input, argument: {}, context, seed: 1, limits })
    .then((columns) => console.log("value", columns.values[0]), (error) => console.log(error.code, error.message));
`;
const code = "export const transform = (rows: number[]) => [{ timestamp: 1, value: rows[0] }]";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-embedding-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function bundleTo(name: string, format: Format, contents: string, minify = false): Promise<string> {
  const outfile = join(folder, name);
  await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    platform: "node",
    target: "node20",
    format,
    minify,
    outfile,
    plugins: [sandboxEsbuildPlugin()],
    logLevel: "silent",
  });
  return outfile;
}

const library = `
  export { createQuickJsSandbox } from ${JSON.stringify(join(sandboxFolder, "create-quickjs-sandbox.ts"))};
  export { createInProcessSandbox } from ${JSON.stringify(join(sandboxFolder, "create-in-process-sandbox.ts"))};`;
const imported = (factory: Factory, path: string): string => `import { ${factory} } from ${JSON.stringify(path)};`;

// Each program must also end by itself, with the sandbox left open: `execFile` fails at its timeout.
async function outputOf(file: string): Promise<string> {
  const { stdout } = await execute(process.execPath, [file], { cwd: folder, timeout: 20_000 });
  return stdout.trim();
}

it.each(factories)(
  "%s works as an ES module, and in a minified app bundled from it",
  { timeout: 60_000 },
  async (factory) => {
    const built = await bundleTo("library.mjs", "esm", library);
    const app = imported(factory, built) + program(factory, code);
    await writeFile(join(folder, "plain.mjs"), app);
    expect(await outputOf(join(folder, "plain.mjs"))).toBe("value 3");
    expect(await outputOf(await bundleTo("app.mjs", "esm", app, true))).toBe("value 3");
    expect(await outputOf(await bundleTo("app.cjs", "cjs", app, true))).toBe("value 3");
  },
);

it.each(factories)(
  "%s works as CommonJS, without a path of the machine that built it",
  { timeout: 60_000 },
  async (factory) => {
    const built = await bundleTo("library.cjs", "cjs", library);
    await writeFile(
      join(folder, "plain.cjs"),
      `const { ${factory} } = require("./library.cjs");${program(factory, code)}`,
    );
    expect(await outputOf(join(folder, "plain.cjs"))).toBe("value 3");
    expect(await readFile(built, "utf8")).not.toContain(fileURLToPath(new URL("../../", import.meta.url)));
  },
);

it.each(factories)(
  "%s does not start where QuickJS takes its time from elsewhere",
  { timeout: 60_000 },
  async (factory) => {
    const built = await readFile(await bundleTo("library.cjs", "cjs", library), "utf8");
    await writeFile(join(folder, "other.cjs"), built.replaceAll(/\(\)\s*=>\s*Date\.now\(\)/g, "() => 0"));
    await writeFile(
      join(folder, "plain.cjs"),
      `const { ${factory} } = require("./other.cjs");${program(factory, code)}`,
    );
    expect(await outputOf(join(folder, "plain.cjs"))).toMatch(/^SANDBOX_UNAVAILABLE .*its time in 0 places/);
  },
);

it("lets the process end after a worker had to be killed and replaced", { timeout: 60_000 }, async () => {
  await bundleTo("library.mjs", "esm", library);
  const endless = program("createQuickJsSandbox", "export const transform = () => Array(1e9).join('')").replace(
    "timeoutMs: 5000",
    "timeoutMs: 200",
  );
  await writeFile(join(folder, "killed.mjs"), imported("createQuickJsSandbox", "./library.mjs") + endless);
  expect(await outputOf(join(folder, "killed.mjs"))).toMatch(/^TRANSFORM_TIMEOUT /);
});
