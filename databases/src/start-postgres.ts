import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { findFreePort } from "./find-free-port.js";
import { findPostgresBinaries, type ServerAccount } from "./postgres-binaries.js";

export interface StartPostgresOptions {
  /** Settings such as `["-c", "max_connections=20"]`; they win over the defaults. */
  readonly flags?: readonly string[] | undefined;
  /** Whether a commit waits for the disk. @defaultValue false */
  readonly durable?: boolean | undefined;
}

export interface PostgresServer {
  /** The database "postgres", as superuser and without a password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends all connections, stops the server and removes its data. */
  stop(): Promise<void>;
}

const maximumPortAttempts = 5;

/**
 * Starts an empty PostgreSQL on a free port of 127.0.0.1. It stops with `stop()`, and also when this process ends without
 * it, however it ends. Does not keep the process alive.
 */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<PostgresServer> {
  const account = serverAccount();
  const binaries = findPostgresBinaries(account);
  const directory = mkdtempSync(path.join(tmpdir(), "metricsmith-postgres-data-"));
  try {
    chmodSync(directory, 0o700);
    if (account.uid !== undefined && account.gid !== undefined) chownSync(directory, account.uid, account.gid);
    initializeDirectory(binaries, directory, account);
    for (let attempt = 1; ; attempt++) {
      const port = await findFreePort();
      const child = startServer({ binaries, directory, account, port, options });
      const guard = guardServer(child, directory);
      const failure = await untilReady(child);
      if (failure === null) return postgresServer({ child, guard, port, directory });
      guard.dismiss();
      const isPortTaken = failure.includes("could not bind");
      if (!isPortTaken || attempt === maximumPortAttempts) throw new Error(`PostgreSQL did not start:\n${failure}`);
    }
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root, and its account must have a name. */
function serverAccount(): ServerAccount {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user "postgres" or "nobody". Run as another user.');
}

/** Sorts text by language, as most servers of hosts do, so that code that relies on byte order shows. */
function initializeDirectory(binaries: string, directory: string, account: ServerAccount): void {
  const files = ["--pgdata", directory, "--no-sync", "--no-instructions"];
  const access = ["--username", "postgres", "--auth", "trust"];
  const text = ["--encoding", "UTF8", "--locale", "C", "--locale-provider", "icu", "--icu-locale", "en"];
  const result = spawnSync(path.join(binaries, "initdb"), [...files, ...access, ...text], {
    ...account,
    cwd: directory,
    encoding: "utf8",
    env: serverEnvironment(directory),
  });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) throw new Error(`initdb exited with ${result.status}:\n${result.stderr}`);
}

function startServer(input: {
  readonly binaries: string;
  readonly directory: string;
  readonly account: ServerAccount;
  readonly port: number;
  readonly options: StartPostgresOptions;
}): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    ...(input.options.durable === true ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawn(
    path.join(input.binaries, "postgres"),
    ["-D", input.directory, "-p", String(input.port), ...flags, ...(input.options.flags ?? [])],
    {
      ...input.account,
      cwd: input.directory,
      stdio: ["ignore", "ignore", "pipe"],
      env: serverEnvironment(input.directory),
    },
  );
}

function serverEnvironment(directory: string): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: "C", TZ: "UTC", HOME: directory };
}

/** `null` once the server accepts connections, or what it said before it gave up. */
function untilReady(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-8_000);
      if (log.includes("ready to accept connections")) resolve(null);
    });
    // Unlike "exit", "close" comes when all that it said has been read.
    child.once("close", (exitCode, signal) => resolve(`${log}exited with ${exitCode ?? signal}`));
    child.once("error", reject);
  });
}

function postgresServer(input: {
  readonly child: ChildProcess;
  readonly guard: Guard;
  readonly port: number;
  readonly directory: string;
}): PostgresServer {
  const { child, guard, port, directory } = input;
  letProcessEnd(child, child.stderr);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit");
      child.ref();
      // Fast shutdown: ends all connections first.
      child.kill("SIGINT");
      await exited;
    }
    guard.dismiss();
    rmSync(directory, { recursive: true, force: true });
  };
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    port,
    pid: child.pid as number,
    stop: () => (stopping ??= stop()),
  };
}

/** Stops the server and removes its data when this process ends without having done so. */
interface Guard {
  dismiss(): void;
}

function guardServer(child: ChildProcess, directory: string): Guard {
  if (process.platform === "win32") {
    const kill = () => child.kill();
    process.once("exit", kill);
    return { dismiss: () => process.off("exit", kill) };
  }
  // A shell that waits at a pipe which only this process holds open: it wakes up also after a SIGKILL.
  const script = 'read -r _; kill -INT "$1"; while kill -0 "$1"; do sleep 0.1; done; rm -rf "$2"';
  const shell = spawn("sh", ["-c", script, "sh", String(child.pid), directory], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  letProcessEnd(shell, shell.stdin);
  return { dismiss: () => shell.kill("SIGKILL") };
}

/** Neither the child nor its pipe keeps this process alive. */
function letProcessEnd(child: ChildProcess, pipe: object | null): void {
  child.unref();
  if (pipe instanceof Socket) pipe.unref();
}
