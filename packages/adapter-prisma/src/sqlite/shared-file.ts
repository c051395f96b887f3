/** What all storages on one database file in this process share. */
export class SharedFile {
  /** How many storages use the file, or are about to. */
  users = 0;
  #lastWrite: Promise<unknown> = Promise.resolve();

  /**
   * Runs writes one after the other. SQLite has one writer, and a driver that waits for the lock blocks the whole process, so
   * that the connection which holds it could never end its transaction.
   */
  write<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#lastWrite.then(work);
    this.#lastWrite = result.catch(() => undefined);
    return result;
  }
}

/** The same object for the same key in the whole process, also when two copies of the package are loaded. */
export function sharedFile(key: string): SharedFile {
  const file = files.get(key) ?? new SharedFile();
  files.set(key, file);
  return file;
}

const registryKey = Symbol.for("@metricsmith/adapter-prisma.sqlite-files");
const registry = globalThis as { [registryKey]?: Map<string, SharedFile> };
const files = (registry[registryKey] ??= new Map());
