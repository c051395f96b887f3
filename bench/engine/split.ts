import { memoryStorage } from "@metricsmith/adapter-memory";
import {
  createHttpFetcher,
  createQuickJsSandbox,
  type Fetcher,
  type FetchOutput,
  type Sandbox,
  type StorageAdapter,
} from "@metricsmith/core";

export type Part = "fetch" | "sandbox" | "storage";

export interface TimedPorts {
  readonly ports: { readonly fetcher: Fetcher; readonly sandbox: Sandbox; readonly storage: StorageAdapter };
  /** Milliseconds waited for since the last call, by part. */
  readonly take: () => Record<Part, number>;
}

/**
 * The ports of an engine, each of which adds up how long it was waited for. `recorded` fetches and transforms only at first and then
 * answers the same at once, which leaves the engine and its storage.
 */
export function createTimedPorts({ recorded }: { readonly recorded: boolean }): TimedPorts {
  const spent: Record<Part, number> = { fetch: 0, sandbox: 0, storage: 0 };

  function timed<Input, Output>(
    part: Part,
    call: (input: Input) => Promise<Output>,
  ): (input: Input) => Promise<Output> {
    return async (input) => {
      const start = performance.now();
      const output = await call(input);
      spent[part] += performance.now() - start;
      return output;
    };
  }

  const http = createHttpFetcher({ allowPrivate: true });
  let page: FetchOutput | undefined;
  const fetcher: Fetcher = {
    fetch: timed("fetch", async (input) => (recorded ? (page ??= await http.fetch(input)) : http.fetch(input))),
    close: () => http.close(),
  };

  const quickJs = createQuickJsSandbox();
  const runs = new Map<string, Promise<unknown>>();
  const sandbox: Sandbox = {
    run: timed("sandbox", (job: Parameters<Sandbox["run"]>[0]) => {
      const known = recorded ? runs.get(job.kind) : undefined;
      const run = known ?? (job.kind === "chart" ? quickJs.run(job) : quickJs.run(job));
      runs.set(job.kind, run);
      return run;
    }) as Sandbox["run"],
    close: () => quickJs.close(),
  };

  const { records, points, payloads, ...memory } = memoryStorage();
  const storage: StorageAdapter = {
    ...memory,
    now: timed<void, Date>("storage", () => memory.now()),
    commit: timed("storage", (input) => memory.commit(input)),
    records: {
      get: timed("storage", (input: Parameters<typeof records.get>[0]) => records.get(input)) as typeof records.get,
      find: timed("storage", (input: Parameters<typeof records.find>[0]) => records.find(input)) as typeof records.find,
      read: timed("storage", (questions: Parameters<typeof records.read>[0]) =>
        records.read(questions),
      ) as typeof records.read,
      count: timed("storage", (input: Parameters<typeof records.count>[0]) => records.count(input)),
      claim: timed("storage", (input: Parameters<typeof records.claim>[0]) =>
        records.claim(input),
      ) as typeof records.claim,
    },
    points: {
      upsert: timed("storage", (input) => points.upsert(input)),
      list: timed("storage", (input) => points.list(input)),
      aggregate: timed("storage", (input) => points.aggregate(input)),
      summarize: timed("storage", (input) => points.summarize(input)),
      delete: timed("storage", (input) => points.delete(input)),
    },
    payloads: {
      put: timed("storage", (input) => payloads.put(input)),
      get: timed("storage", (input) => payloads.get(input)),
      list: timed("storage", (input) => payloads.list(input)),
      delete: timed("storage", (input) => payloads.delete(input)),
    },
  };

  return {
    ports: { fetcher, sandbox, storage },
    take: () => {
      const taken = { ...spent };
      spent.fetch = spent.sandbox = spent.storage = 0;
      return taken;
    },
  };
}
