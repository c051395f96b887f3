// Makes the Prisma clients that tests use in generated/, from the schemas that adapter-prisma publishes.
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

const clients = [
  { name: "postgresql", provider: "postgresql", generator: "prisma-client" },
  { name: "sqlite", provider: "sqlite", generator: "prisma-client" },
  { name: "postgresql-js", provider: "postgresql", generator: "prisma-client-js" },
  // As in a host where all our names are taken: other models, in another schema of the database.
  {
    name: "postgresql-renamed",
    provider: "postgresql",
    generator: "prisma-client",
    prefix: "App",
    schema: "elsewhere",
  },
];

await Promise.all(clients.map(generateClient));

async function generateClient({ name, provider, generator, prefix = "", schema }) {
  const published = path.join(here, "../packages/adapter-prisma/prisma", provider, "metricsmith.prisma");
  const models = hostModels(readFileSync(published, "utf8"), { prefix, schema });
  const settings = clientSettings({ name, provider, generator, schema });
  const stamp = createHash("sha256").update(`${version}\n${settings}\n${models}`).digest("hex");

  const output = path.join(here, "generated", name);
  const stampFile = path.join(output, "stamp.txt");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;

  const schemaFolder = path.join(here, "generated", "schemas", name);
  mkdirSync(schemaFolder, { recursive: true });
  writeFileSync(path.join(schemaFolder, "schema.prisma"), settings);
  writeFileSync(path.join(schemaFolder, "metricsmith.prisma"), models);
  await runPrisma(["generate", "--schema", schemaFolder]);
  writeFileSync(stampFile, stamp);
}

function hostModels(published, { prefix, schema }) {
  const attribute = schema === undefined ? "" : `  @@schema("${schema}")\n`;
  return published.replace(/^model (\w+) \{\n([^}]*)^\}$/gm, `model ${prefix}$1 {\n$2${attribute}}`);
}

function clientSettings({ name, provider, generator, schema }) {
  const extension = generator === "prisma-client" ? `\n  importFileExtension = "js"` : "";
  const schemas = schema === undefined ? "" : `\n  schemas  = ["${schema}"]`;
  return `generator client {
  provider            = "${generator}"
  output              = "../../${name}"${extension}
}

datasource db {
  provider = "${provider}"${schemas}
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
