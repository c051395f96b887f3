// Builds examples/next-route-handler for production with both of Next's bundlers, starts it and asks it for its chart.
// The packages come from their tarballs, as a host gets them: run "pnpm build" first. Not part of `npm test`: Next takes more than 300 MB.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { run, runStep } from "./lib/steps.mjs";
import { listPackages, root } from "./lib/workspace.mjs";

process.env.NEXT_TELEMETRY_DISABLED = "1";
const startTimeoutMs = 20_000;
const temporary = mkdtempSync(join(tmpdir(), "metricsmith-next-"));
const project = join(temporary, "project");
const next = join(project, "node_modules/next/dist/bin/next");

try {
  cpSync(join(root, "examples/next-route-handler"), project, {
    recursive: true,
    filter: (path) => !/[\\/](node_modules|\.next)$/.test(path),
  });
  const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  manifest.dependencies = { ...manifest.dependencies, ...(await packAll(Object.keys(manifest.dependencies))) };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));

  // Before the first release the packages are 0.0.0, which their peer range (from 0.1.0 on) excludes.
  const install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps"];
  await expectStep("install", install);
  for (const bundler of ["turbopack", "webpack"]) {
    await expectStep(`build with ${bundler}`, ["node", next, "build", `--${bundler}`]);
    await expectChart(bundler);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

async function expectStep(title, command) {
  if (!(await runStep({ title, command, directory: project }))) throw new Error(`Failed: ${title}`);
}

/** Tarballs of those packages that are ours. */
async function packAll(names) {
  const packed = {};
  for (const { name, directory, folder } of listPackages()) {
    if (!names.includes(name)) continue;
    const destination = join(temporary, folder);
    const { exitCode, output } = await run(["pnpm", "--dir", directory, "pack", "--pack-destination", destination]);
    const tarball = exitCode === 0 ? readdirSync(destination).find((file) => file.endsWith(".tgz")) : undefined;
    if (tarball === undefined) throw new Error(`${name} cannot be packed: ${output}`);
    packed[name] = `file:${join(destination, tarball)}`;
  }
  return packed;
}

async function expectChart(bundler) {
  const port = await freePort();
  const server = spawn("node", [next, "start", "--hostname", "127.0.0.1"], {
    cwd: project,
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => (output += chunk));
  try {
    const response = await firstResponse(server, `http://127.0.0.1:${port}/api/visits`);
    const text = await response.text();
    const values = response.ok ? drawnValues(JSON.parse(text)) : [];
    if (values.join() !== "120,180,150,260,310,90,70") {
      throw new Error(`The app built with ${bundler} answered ${response.status} ${text}\n${output}`);
    }
    console.log(`ok   the app built with ${bundler} answers with its chart`);
  } finally {
    server.kill();
    if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
  }
}

function drawnValues({ chartData, dataKeys: [key] }) {
  return chartData.map((row) => row[key]);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

async function firstResponse(server, url) {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    try {
      return await fetch(url);
    } catch (error) {
      if (performance.now() > deadline || server.exitCode !== null) throw error;
      await setTimeout(100);
    }
  }
}
