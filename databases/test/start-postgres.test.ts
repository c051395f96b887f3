import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import {
  createPostgresDatabase,
  openPostgresClient,
  type PostgresClient,
  type PostgresServer,
  startPostgres,
} from "../src/index.js";

const freePort = vi.hoisted(() => ({ next: [] as number[] }));
vi.mock(import("../src/find-free-port.js"), async (importOriginal) => {
  const { findFreePort } = await importOriginal();
  return { findFreePort: async () => freePort.next.shift() ?? findFreePort() };
});

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

// A folder for temporary files of this test alone, which the server's account may enter.
const temporary = mkdtempSync(path.join(tmpdir(), "metricsmith-start-postgres-"));
chmodSync(temporary, 0o755);
process.env["TMPDIR"] = temporary;
afterAll(() => rmSync(temporary, { recursive: true }));

const started: PostgresServer[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
});

async function start(options?: Parameters<typeof startPostgres>[0]): Promise<PostgresServer> {
  const server = await startPostgres(options);
  started.push(server);
  return server;
}

async function query(url: string, statement: string): Promise<object[]> {
  const client: PostgresClient = openPostgresClient(url, { maximumConnections: 1 });
  try {
    return await client.$queryRawUnsafe<object[]>(statement);
  } finally {
    await client.$disconnect();
  }
}

function dataDirectories(): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith("metricsmith-postgres-data-"));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it("startPostgres() answers on 127.0.0.1, in UTC, and sorts text by language", async () => {
  const server = await start();
  const statement = "SELECT current_setting('timezone') AS zone, 'a' < 'B' AS by_language";
  expect(await query(server.url, statement)).toEqual([{ zone: "UTC", by_language: true }]);
  expect(new URL(server.url)).toMatchObject({ hostname: "127.0.0.1", port: String(server.port) });
});

it("startPostgres() lets `flags` win over its defaults, and waits for the disk only when `durable`", async () => {
  const fast = await start({ flags: ["-c", "max_connections=7"] });
  const durable = await start({ durable: true });
  const statement = "SELECT current_setting('fsync') AS fsync, current_setting('max_connections') AS connections";
  expect(await query(fast.url, statement)).toEqual([{ fsync: "off", connections: "7" }]);
  expect(await query(durable.url, statement)).toEqual([{ fsync: "on", connections: "100" }]);
});

it("startPostgres() says what PostgreSQL says when it cannot start, and leaves no data", async () => {
  await expect(start({ flags: ["-c", "no_such_setting=1"] })).rejects.toThrow(/unrecognized.*"no_such_setting"/s);
  expect(dataDirectories()).toEqual([]);
});

it("startPostgres() takes another port when its own was taken in the meantime", async () => {
  const other = createServer();
  await once(other.listen(0, "127.0.0.1"), "listening");
  const taken = (other.address() as { port: number }).port;
  freePort.next.push(taken);
  const server = await start();
  expect(server.port).not.toBe(taken);
  expect(await query(server.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  other.close();
});

it("stop() ends the server also under open connections, may be called twice, and removes the data", async () => {
  const server = await start();
  expect(dataDirectories()).toHaveLength(1);
  const client = openPostgresClient(server.url);
  await client.$queryRaw`SELECT 1`;
  await Promise.all([server.stop(), server.stop()]);
  expect(isRunning(server.pid)).toBe(false);
  expect(dataDirectories()).toEqual([]);
  await client.$disconnect();
});

it("a server ends, and its data go, when the process that started it is killed", async () => {
  const module = new URL("../src/start-postgres.ts", import.meta.url).href;
  const program = `const { startPostgres } = await import(${JSON.stringify(module)});
    console.log((await startPostgres()).pid); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  expect(dataDirectories()).toHaveLength(1);
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(isRunning(Number(line))).toBe(false), { timeout: 10_000 });
  await vi.waitFor(() => expect(dataDirectories()).toEqual([]), { timeout: 10_000 });
});

it("createPostgresDatabase() makes a migrated database in the time zone asked for, and drop() removes it under connections", async () => {
  const server = await start();
  const tokyo = await createPostgresDatabase(server, { timezone: "Asia/Tokyo" });
  const plain = await createPostgresDatabase(server);
  const client = openPostgresClient(tokyo.url);
  expect(await client.metricsmithMeta.findMany()).toMatchObject([{ id: 1, schemaVersion: 2 }]);
  expect(await client.$queryRaw`SELECT current_setting('timezone') AS zone`).toEqual([{ zone: "Asia/Tokyo" }]);
  expect(await query(plain.url, "SELECT current_setting('timezone') AS zone")).toEqual([{ zone: "UTC" }]);
  await tokyo.drop();
  const left = await query(server.url, "SELECT datname FROM pg_database WHERE datname LIKE 'metricsmith%'");
  expect(left).toEqual([{ datname: new URL(plain.url).pathname.slice(1) }]);
  await client.$disconnect();
});

it("openPostgresClient() waits no longer than asked for a connection of its pool", async () => {
  const server = await start();
  const client = openPostgresClient(server.url, { maximumConnections: 1, connectionTimeoutMs: 50 });
  await client.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT 1`;
    await expect(client.$queryRaw`SELECT 2`).rejects.toThrow("timeout");
  });
  await client.$disconnect();
});
