import type { PointStore, RecordStore, StorageAdapter } from "@metricsmith/core/adapter";

/** A storage with one fault, and what the suite must say of it. */
export interface BrokenStorage {
  /** What is wrong with it. */
  readonly fault: string;
  readonly break: (storage: StorageAdapter) => StorageAdapter;
  /** Topics that must notice, and no others. */
  readonly topics: readonly string[];
  /** Tests that must fail, because they say what is wrong with it. */
  readonly tests: readonly string[];
}

export function withRecords(storage: StorageAdapter, records: Partial<RecordStore>): StorageAdapter {
  return { ...storage, records: { ...storage.records, ...records } };
}

export function withPoints(storage: StorageAdapter, points: Partial<PointStore>): StorageAdapter {
  return { ...storage, points: { ...storage.points, ...points } };
}

/** Every row and point on its way to the reader. */
export function withReads(storage: StorageAdapter, change: <Value>(value: Value) => Value): StorageAdapter {
  const { records, points } = storage;
  return {
    ...storage,
    records: {
      ...records,
      get: async (input) => change(await records.get(input)),
      find: async (input) => change(await records.find(input)),
      async read(questions) {
        const { now, rows } = await records.read(questions);
        return { now, rows: rows.map(change) as typeof rows };
      },
      claim: async (input) => change(await records.claim(input)),
    },
    points: {
      ...points,
      list: async (input) => change(await points.list(input)),
      aggregate: async (input) => change(await points.aggregate(input)),
    },
  };
}

/** The value with every time, or every object, replaced on the way down. */
export function mapDeep<Value>(value: Value, replace: (part: unknown) => unknown): Value {
  const replaced = replace(value);
  if (typeof replaced !== "object" || replaced === null || replaced instanceof Date) return replaced as Value;
  if (Array.isArray(replaced)) return replaced.map((item) => mapDeep(item, replace)) as Value;
  const entries = Object.entries(replaced).map(([key, member]) => [key, mapDeep<unknown>(member, replace)] as const);
  return Object.fromEntries(entries) as Value;
}

export const later = (time: Date, milliseconds: number): Date => new Date(time.getTime() + milliseconds);
/** Every call takes its turns of the event loop, some more than others. */
export function late(storage: StorageAdapter): StorageAdapter {
  let calls = 0;
  function turns<Store extends object>(store: Store): Store {
    return new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return async (...input: unknown[]) => {
          for (let turn = calls++ % 4; turn >= 0; turn--) await yieldOnce();
          const output: unknown = await Reflect.apply(member, target, input);
          await yieldOnce();
          return output;
        };
      },
    });
  }
  const { records, points, payloads } = storage;
  return turns({ ...storage, records: turns(records), points: turns(points), payloads: turns(payloads) });
}

export const yieldOnce = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Columns of the row or rows, whose null is SQL's and stays. */
export function columnsOf(rows: unknown): object {
  const row: unknown = Array.isArray(rows) ? rows[0] : rows;
  return typeof row === "object" && row !== null ? row : {};
}
