import type { RowOf, TableName } from "@metricsmith/core/adapter";
import { type BrokenStorage, withRecords, yieldOnce } from "./broken-storage.js";

/** Storages whose rows, reads or claims are wrong. */
export const brokenRecords: readonly BrokenStorage[] = [
  {
    fault: "claim reads the rows first and changes them later, so one row is claimed twice",
    break: (storage) =>
      withRecords(storage, {
        async claim({ table, where, set, limit }) {
          const rows = await storage.records.find({ table, where, limit });
          await yieldOnce();
          const claimed = await Promise.all(
            rows.map(({ id }) => storage.records.claim({ table, where: { id } as typeof where, set, limit: 1 })),
          );
          return claimed.flat();
        },
      }),
    topics: ["claims", "concurrency"],
    tests: ["claims > concurrent claims of one row each never return a row twice"],
  },
  {
    fault: "claim forgets its limit",
    break: (storage) =>
      withRecords(storage, {
        claim: (input) => storage.records.claim({ ...input, limit: input.limit === 2 ? 1_000 : input.limit }),
      }),
    topics: ["claims"],
    tests: ["claims > claim() takes the first `limit` rows by (createdAt, id) and leaves the others alone"],
  },
  {
    fault: "claim passes over rows whose new unique key is taken",
    break: (storage) =>
      withRecords(storage, {
        async claim({ table, where, ...input }) {
          const claimed = [];
          for (const { id } of await storage.records.find({ table, where, limit: input.limit })) {
            const isTaken = (error: unknown): [] => {
              if (String(error).includes("unique key")) return [];
              throw error;
            };
            const one = storage.records.claim({ ...input, table, where: { ...where, id } });
            claimed.push(...(await one.catch(isTaken)));
          }
          return claimed;
        },
      }),
    topics: ["claims"],
    tests: ["claims > claim() that would give two rows one unique key is refused, and nothing changed"],
  },
  {
    fault: "readers are handed live references",
    break(storage) {
      const live = new Map<string, unknown>();
      return {
        ...withRecords(storage, {
          async get(input) {
            const key = `${input.table} ${input.id}`;
            if (!live.has(key)) live.set(key, await storage.records.get(input));
            return live.get(key) as Awaited<ReturnType<typeof storage.records.get<typeof input.table>>>;
          },
          claim(input) {
            live.clear();
            return storage.records.claim(input);
          },
        }),
        commit(input) {
          live.clear();
          return storage.commit(input);
        },
      };
    },
    topics: ["records"],
    tests: ["records > rows handed out are copies"],
  },
  {
    fault: "a place in a list is compared by createdAt alone",
    break: (storage) =>
      withRecords(storage, {
        find: ({ after, ...input }) =>
          storage.records.find(after === undefined ? input : { ...input, after: { ...after, id: "\u{10ffff}" } }),
      }),
    topics: ["records", "reading several questions", "retention"],
    tests: ["records > find() gives only rows behind `after`, in both directions"],
  },
  {
    fault: "null matches nothing, as in SQL's `column = NULL`",
    break: (storage) =>
      withRecords(storage, {
        find: async (input) => (Object.values(input.where ?? {}).includes(null) ? [] : storage.records.find(input)),
      }),
    topics: ["conditions"],
    tests: ["conditions > null matches null and nothing else"],
  },
  {
    fault: "null lies below every bound",
    break: (storage) =>
      withRecords(storage, {
        async find(input) {
          const where = input.where as Record<string, unknown> | undefined;
          const lease = where?.["leaseExpiresAt"];
          if (typeof lease !== "object" || lease === null || !("lt" in lease)) return storage.records.find(input);
          return storage.records.find({
            ...input,
            where: { ...where, leaseExpiresAt: undefined } as typeof input.where,
          });
        },
      }),
    topics: ["conditions"],
    tests: ["conditions > null never lies within bounds"],
  },
  {
    fault: "read() asks one question after the other",
    break: (storage) =>
      withRecords(storage, {
        async read(questions) {
          const { now } = await storage.records.read([]);
          const rows: RowOf<TableName>[][] = [];
          for (const question of questions) {
            rows.push(...(await storage.records.read([question])).rows);
            await yieldOnce();
          }
          // The limit of 20 questions holds.
          await storage.records.read(questions);
          return { now, rows: rows as never };
        },
      }),
    topics: ["readers during writes"],
    tests: ["readers during writes > read() never sees half of a commit, in one table or in several"],
  },
  {
    fault: "read() says the time of the process",
    break: (storage) =>
      withRecords(storage, {
        read: async (questions) => ({ ...(await storage.records.read(questions)), now: new Date(Date.now() - 5_000) }),
      }),
    topics: ["reading several questions"],
    tests: ["reading several questions > read() says when, between the now() before and the now() after it"],
  },
  {
    fault: "rows of one instant are in the order of a locale",
    break: (storage) =>
      withRecords(storage, {
        async find(input) {
          const rows = await storage.records.find(input);
          return rows.toSorted(
            (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id.localeCompare(b.id, "en"),
          );
        },
      }),
    topics: ["records", "reading several questions", "retention"],
    tests: ["records > find() orders by createdAt, then id by code point"],
  },
];
