import { memoryStorage } from "@metricsmith/adapter-memory";
import { createHttpFetcher, createQuickJsSandbox, type Fetcher, type Sandbox, type StorageAdapter } from "@metricsmith/core";

export type Part = "fetch" | "sandbox" | "storage";

/** The ports of an engine, each of which adds up how long it was waited for. */
export function createTimedPorts() {
  const spent: Record<Part, number> = { fetch: 0, sandbox: 0, storage: 0 };
  const fetcher: Fetcher = timed(createHttpFetcher({ allowPrivate: true }), "fetch");
  const sandbox: Sandbox = timed(createQuickJsSandbox(), "sandbox");
  const inner = memoryStorage();
  const storage: StorageAdapter = {
    ...timed(inner, "storage"),
    specVersion: inner.specVersion,
    adapterId: inner.adapterId,
    capabilities: inner.capabilities,
    records: timed(inner.records, "storage"),
    points: timed(inner.points, "storage"),
    payloads: timed(inner.payloads, "storage"),
  };

  function timed<Port extends object>(port: Port, part: Part): Port {
    return new Proxy(port, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== "function") return member;
        return async (...parameters: unknown[]) => {
          const start = performance.now();
          try {
            return (await Reflect.apply(member, target, parameters)) as unknown;
          } finally {
            spent[part] += performance.now() - start;
          }
        };
      },
      ownKeys: () => ["now", "commit", "close"],
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
    });
  }

  return {
    ports: { fetcher, sandbox, storage },
    /** Milliseconds since the last call, by part. */
    take(): Record<Part, number> {
      const taken = { ...spent };
      spent.fetch = spent.sandbox = spent.storage = 0;
      return taken;
    },
  };
}
