// Makes the Prisma clients of both providers in generated/, from the schema that adapter-prisma publishes.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const prismaPackage = require.resolve("prisma/package.json");
const { version, bin } = JSON.parse(readFileSync(prismaPackage, "utf8"));
const prismaCommand = path.join(path.dirname(prismaPackage), bin.prisma);

await Promise.all(["postgresql", "sqlite"].map(generateClient));

async function generateClient(provider) {
  const published = path.join(here, "../packages/adapter-prisma/prisma", provider, "metricsmith.prisma");
  const models = readFileSync(published, "utf8");
  const schema = clientSchema(provider);
  const stamp = createHash("sha256").update(`${version}\n${schema}\n${models}`).digest("hex");

  const output = path.join(here, "generated", provider);
  const stampFile = path.join(output, "stamp.txt");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;

  const schemaFolder = path.join(here, "generated", "schemas", provider);
  mkdirSync(schemaFolder, { recursive: true });
  writeFileSync(path.join(schemaFolder, "schema.prisma"), schema);
  writeFileSync(path.join(schemaFolder, "metricsmith.prisma"), models);
  await runPrisma(["generate", "--schema", schemaFolder]);
  writeFileSync(stampFile, stamp);
}

function clientSchema(provider) {
  return `generator client {
  provider            = "prisma-client"
  output              = "../../${provider}"
  importFileExtension = "js"
}

datasource db {
  provider = "${provider}"
}
`;
}

/** Shows what Prisma printed only when it failed. */
function runPrisma(commandArguments) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [prismaCommand, ...commandArguments], {
      cwd: here,
      env: { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("close", (exitCode) => {
      if (exitCode === 0) resolve();
      else reject(new Error(`prisma ${commandArguments.join(" ")} exited with ${exitCode}:\n${output}`));
    });
  });
}
