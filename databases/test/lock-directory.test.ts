import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openPglite } from "../src/index.js";
import { lockDirectory } from "../src/lock-directory.js";

// PGlite takes its time to start.
vi.setConfig({ testTimeout: 60_000 });

const temporary = mkdtempSync(path.join(tmpdir(), "metricsmith-lock-"));
afterAll(() => rmSync(temporary, { recursive: true }));

let directory: string;
let directories = 0;
beforeEach(() => {
  directory = path.join(temporary, `data-${(directories += 1)}`);
});

/** A process that runs the statement, prints a line and stays. */
async function startProcess(statement: string) {
  const lock = new URL("../src/lock-directory.ts", import.meta.url).href;
  const databases = new URL("../src/index.ts", import.meta.url).href;
  const program = `const { lockDirectory } = await import(${JSON.stringify(lock)});
    const openPglite = async (directory) => (await import(${JSON.stringify(databases)})).openPglite(directory);
    const directory = ${JSON.stringify(directory)};
    setInterval(() => {}, 1000);
    try { ${statement}; console.log("open"); } catch (error) { console.log(error.message); }`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return {
    line,
    pid: child.pid as number,
    kill: async () => {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function editLock(change: object): void {
  const owner = JSON.parse(readFileSync(`${directory}.lock`, "utf8")) as object;
  writeFileSync(`${directory}.lock`, JSON.stringify({ ...owner, ...change }));
}

describe("lockDirectory()", () => {
  it("refuses a directory that a living process has, and names that process", async () => {
    const other = await startProcess("lockDirectory(directory)");
    try {
      expect(other.line).toBe("open");
      expect(() => lockDirectory(directory)).toThrow(`process ${other.pid} on`);
      expect(() => lockDirectory(directory)).toThrow("Stop it first, or use another directory.");
    } finally {
      await other.kill();
    }
  });

  it("takes the lock of a process that was killed", async () => {
    const other = await startProcess("lockDirectory(directory)");
    await other.kill();
    const unlock = lockDirectory(directory);
    expect(JSON.parse(readFileSync(`${directory}.lock`, "utf8"))).toMatchObject({ pid: process.pid });
    unlock();
  });

  it("gives the lock of a killed process to exactly one of several that want it", async () => {
    const dead = await startProcess("lockDirectory(directory)");
    await dead.kill();
    const others = await Promise.all([1, 2, 3, 4].map(() => startProcess("lockDirectory(directory)")));
    await Promise.all(others.map((other) => other.kill()));
    expect(others.filter(({ line }) => line === "open")).toHaveLength(1);
  });

  it("refuses a directory that this process has already", () => {
    const unlock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(`process ${process.pid} on`);
    unlock();
  });

  it("leaves no file behind once released", () => {
    lockDirectory(directory)();
    expect(readdirSync(temporary).filter((name) => name.startsWith(path.basename(directory)))).toEqual([]);
  });

  it("takes the lock of a process whose number another one has got since", () => {
    lockDirectory(directory);
    editLock({ processStart: "1" });
    lockDirectory(directory)();
    expect(existsSync(`${directory}.lock`)).toBe(false);
  });

  it("refuses a lock of another host, and says which file to remove", () => {
    lockDirectory(directory);
    editLock({ host: "elsewhere" });
    expect(() => lockDirectory(directory)).toThrow(`If it has ended, remove ${directory}.lock.`);
  });

  it("does not release a lock that has become another's", () => {
    const unlock = lockDirectory(directory);
    editLock({ id: "another" });
    unlock();
    expect(existsSync(`${directory}.lock`)).toBe(true);
  });
});

describe("openPglite()", () => {
  it("keeps one process out while another is in, and opens what a killed one had committed", async () => {
    const insert = `const { client } = await openPglite(directory);
      await client.metricsmithPayloadBody.create({
        data: { organizationId: "o", sha256: "s", body: new Uint8Array([1]), encoding: "identity", putAt: new Date() } })`;
    const other = await startProcess(insert);
    try {
      expect(other.line).toBe("open");
      await expect(openPglite(directory)).rejects.toThrow(`process ${other.pid} on`);
    } finally {
      await other.kill();
    }
    const { client, close } = await openPglite(directory);
    expect(await client.metricsmithPayloadBody.count()).toBe(1);
    await close();
    expect(existsSync(`${directory}.lock`)).toBe(false);
  });
});
