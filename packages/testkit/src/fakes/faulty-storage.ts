import type { StorageAdapter } from "@metricsmith/core/adapter";

export interface FaultyStorageOptions {
  /** The first call that fails, counted from 1. @defaultValue none: calls are only counted */
  readonly cutAt?: number | undefined;
  /**
   * Whether call `cutAt` is lost on its way (`before`), or applied and only its answer is lost (`after`).
   * No later call is applied. @defaultValue "before"
   */
  readonly when?: "before" | "after" | undefined;
  /** Whether lost calls reject, or never settle, as for a process that died. @defaultValue "throw" */
  readonly onCut?: "throw" | "hang" | undefined;
}

/** A storage seen by one process that dies or sleeps; the storage behind it stays usable for others. */
export interface FaultyStorage extends StorageAdapter {
  /** How many calls were made, lost ones included. */
  readonly calls: number;
  /** Names of the calls in order, such as `records.get`, `commit` or `points.upsert`. */
  readonly names: readonly string[];
  /** Whether a call was lost. */
  readonly isCut: boolean;
  /** Calls made from now on wait for `resume()` before they reach the storage: a worker that sleeps. */
  pause(): void;
  resume(): void;
}

/**
 * Counts every call to `storage` (`now`, `records`, `commit`, `points`, `payloads`; not `close`) and loses those from
 * number `cutAt` on. Run a job once without a cut to learn its number of calls, then once for each number.
 */
export function faultyStorage(storage: StorageAdapter, options: FaultyStorageOptions = {}): FaultyStorage {
  const { cutAt = Number.POSITIVE_INFINITY, when = "before", onCut = "throw" } = options;
  const names: string[] = [];
  let gate: { readonly opened: Promise<void>; open(): void } | null = null;

  async function call<Result>(name: string, apply: () => Promise<Result>): Promise<Result> {
    const number = names.push(name);
    while (gate !== null) await gate.opened;
    if (number < cutAt) return apply();
    if (number === cutAt && when === "after") await apply();
    if (onCut === "hang") return new Promise<never>(() => undefined);
    throw new Error(`Storage call ${number} (${name}) was cut off.`);
  }

  const { records, points, payloads } = storage;
  return {
    specVersion: storage.specVersion,
    adapterId: storage.adapterId,
    capabilities: storage.capabilities,
    get calls() {
      return names.length;
    },
    names,
    get isCut() {
      return names.length >= cutAt;
    },
    pause() {
      gate ??= newGate();
    },
    resume() {
      gate?.open();
      gate = null;
    },
    now: () => call("now", () => storage.now()),
    commit: (input) => call("commit", () => storage.commit(input)),
    records: {
      get: (input) => call("records.get", () => records.get(input)),
      find: (input) => call("records.find", () => records.find(input)),
      read: (questions) => call("records.read", () => records.read(questions)),
      count: (input) => call("records.count", () => records.count(input)),
      claim: (input) => call("records.claim", () => records.claim(input)),
    },
    points: {
      upsert: (input) => call("points.upsert", () => points.upsert(input)),
      list: (input) => call("points.list", () => points.list(input)),
      aggregate: (input) => call("points.aggregate", () => points.aggregate(input)),
      summarize: (input) => call("points.summarize", () => points.summarize(input)),
      delete: (input) => call("points.delete", () => points.delete(input)),
    },
    payloads: {
      put: (input) => call("payloads.put", () => payloads.put(input)),
      get: (input) => call("payloads.get", () => payloads.get(input)),
      list: (input) => call("payloads.list", () => payloads.list(input)),
      delete: (input) => call("payloads.delete", () => payloads.delete(input)),
    },
    close: () => storage.close(),
  };
}

function newGate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
