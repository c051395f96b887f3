// Compares the public API of every package entry with its report in etc/; `pnpm api` writes the reports.
// Reads the built declaration files, so what a host sees is what is compared.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { listEntries, listPackages, root } from "./lib/workspace.mjs";

const update = process.argv.includes("--update");
let changed = 0;

for (const item of listPackages()) {
  for (const entry of listEntries(item)) {
    if (!existsSync(entry.types)) throw new Error(`${entry.types} is missing. Run "pnpm build" first.`);
    mkdirSync(join(item.directory, "etc"), { recursive: true });
    const config = ExtractorConfig.prepare(configFor(item, entry));
    const problems = [];
    const result = Extractor.invoke(config, {
      localBuild: update,
      messageCallback: (message) => {
        message.handled = true;
        if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.text);
      },
    });
    const differs = result.apiReportChanged && !update;
    if (differs || problems.length > 0) changed += 1;
    const outcome = differs ? `differs: compare packages/${item.folder}/etc/ with temp/api/` : "as reported";
    console.log(
      `${entry.specifier} (${entry.name}.api.md): ${result.apiReportChanged && update ? "written" : outcome}`,
    );
    for (const problem of problems) console.log(`  ${problem}`);
  }
}

if (changed > 0) {
  console.log('\nThe public API changed. If that is intended, run "pnpm api" and commit the reports with a changeset.');
  process.exitCode = 1;
}

function configFor(item, entry) {
  return {
    configObjectFullPath: undefined,
    packageJsonFullPath: join(item.directory, "package.json"),
    configObject: {
      projectFolder: item.directory,
      mainEntryPointFilePath: entry.types,
      newlineKind: "lf",
      compiler: { overrideTsconfig: compilerFor(entry) },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: `${entry.name}.api.md`,
        reportFolder: join(item.directory, "etc"),
        reportTempFolder: join(root, "temp/api"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: {
          default: { logLevel: "error" },
          "ae-forgotten-export": { logLevel: "none" },
          "ae-missing-release-tag": { logLevel: "none" },
          "ae-undocumented": { logLevel: "none" },
          "ae-unresolved-link": { logLevel: "none" },
        },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
  };
}

/** As a host on Node compiles: declarations through the built `types`, without the workspace's source condition. */
function compilerFor(entry) {
  return {
    compilerOptions: {
      target: "ES2023",
      lib: ["ES2023"],
      module: "NodeNext",
      moduleResolution: "NodeNext",
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
      strict: true,
      skipLibCheck: true,
    },
    files: [entry.types],
  };
}
