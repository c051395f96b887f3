import type { Guard, Write } from "@metricsmith/core/adapter";
import { type BrokenStorage, withRecords, yieldOnce } from "./broken-storage.js";

/** Storages whose budgets do not hold, or whose rows of no parent do not stay. */
export const brokenCounters: readonly BrokenStorage[] = [
  {
    fault: "guards are looked at before the commit waits for others",
    break: (storage) => ({
      ...storage,
      async commit({ expect, ...input }) {
        const holds = expect === undefined || (await storage.commit({ ...input, expect, writes: [] }));
        await yieldOnce();
        return holds && storage.commit(input);
      },
    }),
    topics: ["concurrency", "counters"],
    tests: ["counters > commits at the same time never raise a counter above its limit, and use all of it"],
  },
  {
    fault: "bounds of guards are numbers of fifteen digits",
    break: (storage) => ({
      ...storage,
      commit: ({ expect = [], ...input }) => storage.commit({ ...input, expect: expect.map(roundBounds) }),
    }),
    topics: ["counters"],
    tests: ["counters > the limit itself may be reached, and a last bit above it is refused"],
  },
  {
    fault: "a commit raises one counter alone",
    break: (storage) => ({
      ...storage,
      commit({ writes, ...input }) {
        const isRaise = (write: Write): boolean => write.operation === "update" && write.table === "counters";
        const first = writes.find(isRaise);
        return storage.commit({ ...input, writes: writes.filter((write) => write === first || !isRaise(write)) });
      },
    }),
    topics: ["counters"],
    tests: ["counters > counters of one commit are raised together, and none when one of them is used up"],
  },
  {
    fault: "increments are cut to whole numbers",
    break: (storage) => ({
      ...storage,
      commit: ({ writes, ...input }) => storage.commit({ ...input, writes: writes.map(cutIncrements) }),
    }),
    topics: ["numbers", "counters"],
    tests: ["counters > fractions raised at the same time add up to twelve digits, and whole numbers exactly"],
  },
  {
    fault: "counters of one name are one, whatever their window",
    break(storage) {
      const names = new Set<string>();
      return {
        ...storage,
        async commit(input) {
          for (const write of input.writes) {
            if (write.operation !== "insert" || write.table !== "counters") continue;
            if (names.has(write.row.name)) return false;
            names.add(write.row.name);
          }
          return storage.commit(input);
        },
      };
    },
    topics: ["counters"],
    tests: ["counters > of commits that make the same counter only one succeeds, and windows are apart"],
  },
  {
    fault: "usage entries go with their metric",
    break: (storage) => ({
      ...storage,
      async commit({ writes, ...input }) {
        const going: Write[] = [];
        for (const { operation, table, ...write } of writes) {
          if (operation !== "delete" || table !== "metrics" || !("id" in write)) continue;
          const where = { metricId: write.id };
          const entries = await storage.records.find({ table: "usageEntries", where, limit: 100 });
          for (const { id } of entries) going.push({ operation: "delete", table: "usageEntries", id });
        }
        return storage.commit({ ...input, writes: [...writes, ...going] });
      },
    }),
    topics: ["cascades"],
    tests: ["cascades > counters and usage entries stay when all that they name goes"],
  },
  {
    fault: "an organization finds the rows of none as its own",
    break: (storage) =>
      withRecords(storage, {
        async find(input) {
          const where = input.where as Record<string, unknown> | undefined;
          const own = await storage.records.find(input);
          if (typeof where?.["organizationId"] !== "string" || input.table !== "transformers") return own;
          const shared: object = { ...where, organizationId: null };
          return [...own, ...(await storage.records.find({ ...input, where: shared }))];
        },
      }),
    topics: ["conditions"],
    tests: ["conditions > null finds the rows of no organization, and an organization's condition does not"],
  },
];

function roundBounds(guard: Guard): Guard {
  const where = Object.entries(guard.where).map(([column, condition]) => {
    if (typeof condition !== "object" || condition === null || condition instanceof Date) return [column, condition];
    const bounds = Object.entries(condition).map(([name, bound]: [string, unknown]) => [
      name,
      typeof bound === "number" ? Number(bound.toPrecision(15)) : bound,
    ]);
    return [column, Object.fromEntries(bounds)];
  });
  return { ...guard, where: Object.fromEntries(where) };
}

function cutIncrements(write: Write): Write {
  if (write.operation !== "update") return write;
  const set = Object.entries(write.set).map(([column, value]: [string, unknown]) => {
    const increment = typeof value === "object" && value !== null && "increment" in value ? value.increment : null;
    const isInJson = ["checkpoint", "result", "output"].includes(column);
    return [column, typeof increment === "number" && !isInJson ? { increment: Math.trunc(increment) } : value];
  });
  return { ...write, set: Object.fromEntries(set) };
}
