// Packs every package as it would be published and uses the tarballs like a stranger: their contents, publint, attw, then
// an empty project that installs them with npm, loads every entry both ways and compiles TypeScript against them.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { run } from "./lib/steps.mjs";
import { listEntries, listPackages, root } from "./lib/workspace.mjs";

const temporary = mkdtempSync(join(tmpdir(), "metricsmith-packages-"));
const packages = listPackages();
const problems = [];

try {
  const tarballs = await Promise.all(packages.map((item) => packAndCheck(item)));
  if (problems.length === 0) await useAsStranger(tarballs);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${packages.length} packages packed, installed and used`);

async function packAndCheck(item) {
  const destination = join(temporary, item.folder);
  mkdirSync(destination);
  await expectSuccess(`${item.name}: pack`, [
    "pnpm",
    "--dir",
    item.directory,
    "pack",
    "--pack-destination",
    destination,
  ]);
  const name = readdirSync(destination).find((file) => file.endsWith(".tgz"));
  if (name === undefined) throw new Error(problems.join("\n"));
  const tarball = join(destination, name);
  await checkContents(item, tarball);
  await expectSuccess(`${item.name}: publint`, ["publint", "run", tarball, "--strict"]);
  await expectSuccess(`${item.name}: attw`, ["attw", tarball, "--profile", "node16", "--format", "table"]);
  return tarball;
}

async function checkContents(item, tarball) {
  const directory = join(temporary, item.folder);
  await expectSuccess(`${item.name}: unpack`, ["tar", "-xzf", tarball, "-C", directory]);
  const files = readdirSync(join(directory, "package"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + "/package/".length));
  const manifest = readFileSync(join(directory, "package/package.json"), "utf8");

  for (const file of files) {
    if (
      !/^(dist\/|prisma\/|package\.json$|LICENSE$|THIRD-PARTY-NOTICES$|README\.md$|CHANGELOG\.md$)/.test(file) ||
      file.endsWith(".test.js")
    ) {
      problems.push(`${item.name}: ${file} must not be published`);
    }
    const text = readFileSync(join(directory, "package", file), "latin1");
    for (const place of [`${root}/`, `${homedir()}/`, "file:///"]) {
      if (place !== "//" && text.includes(place)) problems.push(`${item.name}: ${file} names the path ${place}`);
    }
  }
  if (!files.includes("LICENSE")) problems.push(`${item.name}: LICENSE is missing`);
  for (const script of ["preinstall", "install", "postinstall", "prepare"]) {
    if (JSON.parse(manifest).scripts?.[script] !== undefined) problems.push(`${item.name}: has a script "${script}"`);
  }
  if (/"(workspace|link|file):/.test(manifest))
    problems.push(`${item.name}: depends on something outside the registry`);
}

async function useAsStranger(tarballs) {
  const project = join(temporary, "project");
  cpSync(join(root, "scripts/smoke"), project, { recursive: true });
  const source = readFileSync(join(project, "consumer.ts"), "utf8");
  for (const name of ["consumer.mts", "consumer.cts"]) writeFileSync(join(project, name), source);
  const specifiers = packages.flatMap((item) => listEntries(item).map((entry) => entry.specifier));
  writeFileSync(join(project, "entries.json"), JSON.stringify(specifiers));
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", private: true }));

  // Before the first release the packages are 0.0.0, which their peer range (from 0.1.0 on) excludes.
  const unreleased = packages.some((item) => item.manifest.version === "0.0.0") ? ["--legacy-peer-deps"] : [];
  const steps = [
    [
      "npm",
      "install",
      "--prefix",
      project,
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
      ...unreleased,
      ...tarballs,
      ...hostPackages(),
    ],
    ["node", join(project, "load-all.cjs")],
    ["node", join(project, "load-all.mjs")],
    ["tsc", "-p", join(project, "tsconfig.node16.json")],
    ["tsc", "-p", join(project, "tsconfig.bundler.json")],
    ["node", join(project, "out/consumer.mjs")],
    ["node", join(project, "out/consumer.cjs")],
    [join(project, "node_modules/.bin/metricsmith-prisma"), "migration", "postgresql", "--after", "0"],
  ];
  for (const command of steps) {
    const title = `${command[0]} ${basename(command[command[0] === "tsc" ? 2 : 1])} in a project of its own`;
    if (!(await expectSuccess(title, command))) return;
  }
}

/**
 * What the packages expect their host to have installed, in the versions they are tested with: newer ones that are allowed may need
 * a newer Node. And Node's types.
 */
function hostPackages() {
  const peers = packages.flatMap(({ manifest }) =>
    Object.entries(manifest.peerDependencies ?? {}).map(([name, range]) => [
      name,
      manifest.devDependencies?.[name] ?? range,
    ]),
  );
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const unique = new Map(peers.filter(([name]) => !name.startsWith("@metricsmith/")));
  return [...unique.set("@types/node", devDependencies["@types/node"])].map(([name, range]) => `${name}@${range}`);
}

async function expectSuccess(title, command) {
  const { exitCode, output } = await run(command);
  if (exitCode !== 0) problems.push(`${title}: exit code ${exitCode}\n${output}`);
  return exitCode === 0;
}
