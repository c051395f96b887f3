import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";

/** Who holds a lock, as its file says. `id` tells two locks of one process apart. */
interface LockOwner {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** When the process started, in ticks since the machine did; `null` where the system does not tell. */
  readonly processStart: string | null;
}

/**
 * Takes a directory for this process alone, by the file `<directory>.lock`, and returns what releases it. The lock of a process
 * that has died is taken over.
 *
 * @throws {Error} that says what to do, when another process has it, or this one already.
 */
export function lockDirectory(directory: string): () => void {
  const lockFile = `${path.resolve(directory)}.lock`;
  const owner = { id: randomUUID(), host: hostname(), pid: process.pid, processStart: processStart(process.pid) };
  while (!createWhole(lockFile, JSON.stringify(owner))) {
    const other = readOwner(lockFile);
    if (other === null) continue;
    if (mayLive(other) || !removeDeadLock(lockFile, other)) throw lockedError(directory, lockFile, other);
  }
  return () => {
    if (readOwner(lockFile)?.id === owner.id) rmSync(lockFile, { force: true });
  };
}

/** Creates the file with its content in one step, so that nobody reads half a file; false when it is there already. */
function createWhole(file: string, content: string): boolean {
  const draft = `${file}.${randomUUID()}`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (isErrorCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** `null` when the file has gone. */
function readOwner(lockFile: string): LockOwner | null {
  try {
    return JSON.parse(readFileSync(lockFile, "utf8")) as LockOwner;
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** What runs on another host cannot be seen from here. */
function mayLive(owner: LockOwner): boolean {
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (isErrorCode(error, "ESRCH")) return false;
  }
  // Another process may have got the number since, as in a container that starts again.
  return processStart(owner.pid) === owner.processStart;
}

/**
 * Only who makes the directory named after a lock may remove that lock: two processes that find the same dead one cannot
 * remove each other's new one. False when another process is at it.
 */
function removeDeadLock(lockFile: string, dead: LockOwner): boolean {
  const right = `${lockFile}.${dead.id}`;
  try {
    mkdirSync(right);
  } catch (error) {
    if (isErrorCode(error, "EEXIST")) return false;
    throw error;
  }
  if (readOwner(lockFile)?.id === dead.id) rmSync(lockFile);
  rmdirSync(right);
  return true;
}

function lockedError(directory: string, lockFile: string, owner: LockOwner): Error {
  const holder = `process ${owner.pid} on ${owner.host}`;
  const isHere = owner.host === hostname();
  const remedy = isHere ? "Stop it first, or use another directory." : `If it has ended, remove ${lockFile}.`;
  return new Error(`${directory} is open in ${holder}; two would damage it. ${remedy}`);
}

/** The same for every look at one process, another for the next one of that number. @see man 5 proc: field 22 of stat */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold spaces; field 3 comes behind it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
