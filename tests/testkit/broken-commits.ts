import type { Write } from "@metricsmith/core/adapter";
import { type BrokenStorage, yieldOnce } from "./broken-storage.js";

/** Storages whose commits, guards or fences are wrong. */
export const brokenCommits: readonly BrokenStorage[] = [
  {
    fault: "commit ignores guards",
    break: (storage) => ({ ...storage, commit: ({ expect: _ignored, ...input }) => storage.commit(input) }),
    topics: ["conditions", "order of writes", "guards", "retention", "concurrency", "counters"],
    tests: ["guards > a guard whose row differs: false, and nothing changed"],
  },
  {
    fault: "commit looks at the first guard alone",
    break: (storage) => ({
      ...storage,
      commit: (input) => storage.commit({ ...input, expect: input.expect?.slice(0, 1) }),
    }),
    topics: ["guards", "counters"],
    tests: ["guards > one guard of several that differs: false, and nothing changed"],
  },
  {
    fault: "commit ignores the fence",
    break: (storage) => ({ ...storage, commit: ({ fence: _ignored, ...input }) => storage.commit(input) }),
    topics: ["order of writes", "fences", "concurrency"],
    tests: ["fences > a commit for an older attempt throws RUN_LEASE_LOST and changes nothing"],
  },
  {
    fault: "the fence is checked before the write instead of with it",
    break: (storage) => ({
      ...storage,
      async commit({ fence, ...input }) {
        await storage.commit({ writes: [], ...(fence === undefined ? {} : { fence }) });
        await yieldOnce();
        return storage.commit(input);
      },
    }),
    topics: ["concurrency"],
    tests: ["concurrency > a take-over and the old attempt's write, started before it, cannot both count"],
  },
  {
    fault: "half a commit stays when a later write fails",
    break: (storage) => ({
      ...storage,
      async commit({ writes, ...input }) {
        if (!(await storage.commit({ ...input, writes: [] }))) return false;
        for (const write of writes) if (!(await storage.commit({ writes: [write] }))) return false;
        return true;
      },
    }),
    topics: [
      "commits",
      "order of writes",
      "cascades",
      "texts and refused values",
      "numbers",
      "readers during writes",
      "concurrency",
      "counters",
    ],
    tests: ["commits > an insert of an existing unique key: false, and nothing changed"],
  },
  {
    fault: "increment reads, waits and writes",
    break: (storage) => ({
      ...storage,
      async commit({ writes, ...input }) {
        const plain: Write[] = [];
        for (const write of writes) {
          const isCounting =
            write.operation === "update" && write.table === "runs" && typeof write.set.attempt === "object";
          if (!isCounting) {
            plain.push(write);
            continue;
          }
          const row = await storage.records.get({ table: "runs", id: write.id });
          const { increment } = write.set.attempt as { increment: number };
          plain.push({ ...write, set: { ...write.set, attempt: (row?.attempt ?? 0) + increment } });
        }
        return storage.commit({ ...input, writes: plain });
      },
    }),
    topics: ["commits", "order of writes", "concurrency"],
    tests: ["concurrency > no increment is lost"],
  },
  {
    fault: "points outlive their metric",
    break: (storage) => ({
      ...storage,
      async commit(input) {
        const metricIds = input.writes.flatMap((write) =>
          write.operation === "delete" && write.table === "metrics" ? [write.id] : [],
        );
        const lists = await Promise.all(
          metricIds.map(async (metricId) => {
            const key = { metricId, generation: 1 };
            return { ...key, points: await storage.points.list({ ...key, limit: 100 }) };
          }),
        );
        const isApplied = await storage.commit(input);
        for (const list of lists) await storage.points.upsert(list);
        return isApplied;
      },
    }),
    topics: ["order of writes", "cascades", "concurrency"],
    tests: ["cascades > deleting a metric deletes its points of every generation, and no others"],
  },
  {
    fault: "writes are sorted by operation",
    break: (storage) => ({
      ...storage,
      commit: ({ writes, ...input }) => {
        const order = ["delete", "insert", "update"];
        const sorted = writes.toSorted((a, b) => order.indexOf(a.operation) - order.indexOf(b.operation));
        return storage.commit({ ...input, writes: sorted });
      },
    }),
    topics: ["commits", "order of writes"],
    tests: ["order of writes > a unique key may move on within a commit once it is free, and not before"],
  },
  {
    fault: "an update leaves columns that are to become null",
    break: (storage) => ({
      ...storage,
      commit: ({ writes, ...input }) =>
        storage.commit({
          ...input,
          writes: writes.map((write): Write => {
            if (write.operation !== "update") return write;
            const set = Object.fromEntries(Object.entries(write.set).filter(([, value]) => value !== null));
            return { ...write, set };
          }),
        }),
    }),
    topics: ["columns", "commits", "order of writes", "JSON"],
    tests: ["commits > an update changes the columns it names and no other"],
  },
];
