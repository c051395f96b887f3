import { MetricsmithError } from "../errors/metricsmith-error.js";
import { describeThrown } from "../errors/to-metricsmith-error.js";
import type { StorageAdapter } from "../ports/storage.js";

/** The host's storage, with every error that is not ours given a code. @throws {MetricsmithError} ADAPTER_SPEC_UNSUPPORTED */
export function codedStorage(storage: StorageAdapter): StorageAdapter {
  if (storage.specVersion !== 1) {
    throw new MetricsmithError(
      `Storage adapter ${JSON.stringify(storage.adapterId)} implements version ${String(storage.specVersion)} of the storage contract, and this core needs version 1. Install matching versions.`,
      { code: "ADAPTER_SPEC_UNSUPPORTED", details: { adapterId: storage.adapterId } },
    );
  }
  const { adapterId } = storage;
  const { records, points, payloads } = storage;
  const toCoded = (error: unknown): never => {
    if (MetricsmithError.isInstance(error)) throw error;
    throw new MetricsmithError(`Storage ${adapterId} failed: ${describeThrown(error)}. Stored data is as it was.`, {
      code: "STORAGE_FAILED",
      details: { adapterId },
      cause: error,
    });
  };
  const coded = <Value>(call: () => Promise<Value>): Promise<Value> => {
    try {
      return call().catch(toCoded);
    } catch (error) {
      // An adapter that throws instead of rejecting.
      return Promise.reject(error as Error).catch(toCoded);
    }
  };
  return {
    specVersion: storage.specVersion,
    adapterId,
    capabilities: storage.capabilities,
    now: () => coded(() => storage.now()),
    records: {
      get: (input) => coded(() => records.get(input)),
      find: (input) => coded(() => records.find(input)),
      read: (questions) => coded(() => records.read(questions)),
      count: (input) => coded(() => records.count(input)),
      claim: (input) => coded(() => records.claim(input)),
    },
    commit: (input) => coded(() => storage.commit(input)),
    points: {
      upsert: (input) => coded(() => points.upsert(input)),
      list: (input) => coded(() => points.list(input)),
      aggregate: (input) => coded(() => points.aggregate(input)),
      summarize: (input) => coded(() => points.summarize(input)),
      delete: (input) => coded(() => points.delete(input)),
    },
    payloads: {
      put: (input) => coded(() => payloads.put(input)),
      get: (input) => coded(() => payloads.get(input)),
      list: (input) => coded(() => payloads.list(input)),
      delete: (input) => coded(() => payloads.delete(input)),
    },
    close: () => coded(() => storage.close()),
  };
}
