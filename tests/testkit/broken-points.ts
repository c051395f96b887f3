import type { GenerationKey, StorageAdapter } from "@metricsmith/core/adapter";
import { type BrokenStorage, later, withPoints } from "./broken-storage.js";

const nextGeneration = "generations > list(), summarize() and aggregate() see one generation only";

/** Storages whose points are wrong. */
export const brokenPoints: readonly BrokenStorage[] = [
  {
    fault: "upsert ignores the fence",
    break: (storage) =>
      withPoints(storage, {
        upsert({ fence, ...input }) {
          const needsFence = input.receipt !== undefined && fence !== undefined;
          return storage.points.upsert(needsFence ? { ...input, fence } : input);
        },
      }),
    topics: ["fences", "concurrency"],
    tests: ["fences > an upsert of points for an older attempt throws RUN_LEASE_LOST and stores nothing"],
  },
  {
    fault: "an upsert stores the points before the bad one",
    break: (storage) =>
      withPoints(storage, {
        async upsert({ points, ...input }) {
          const isBad = points.length < 10 && input.receipt === undefined;
          const chunks = isBad ? points.map((point) => [point]) : [points];
          const counts = { inserted: 0, replaced: 0, unchanged: 0 };
          for (const chunk of chunks) {
            const { inserted, replaced, unchanged } = await storage.points.upsert({ ...input, points: chunk });
            counts.inserted += inserted;
            counts.replaced += replaced;
            counts.unchanged += unchanged;
          }
          return counts;
        },
      }),
    topics: ["upserting points"],
    tests: ["upserting points > a point with NaN is refused, and the others with it"],
  },
  {
    fault: "of two points with one key the first counts",
    break: (storage) =>
      withPoints(storage, {
        upsert: (input) => storage.points.upsert({ ...input, points: input.points.toReversed() }),
      }),
    topics: ["upserting points"],
    tests: ["upserting points > of two points with one key the later one counts, and the key counts once"],
  },
  {
    fault: "unchanged points count as replaced",
    break: (storage) =>
      withPoints(storage, {
        async upsert(input) {
          const { inserted, replaced, unchanged } = await storage.points.upsert(input);
          return { inserted, replaced: replaced + unchanged, unchanged: 0 };
        },
      }),
    topics: ["upserting points", "receipts of upserts", "deleting points by age", "numbers", "concurrency"],
    tests: ["upserting points > an equal point is left alone, whatever its provenance"],
  },
  {
    fault: "`to` is included",
    break: (storage) =>
      withPoints(storage, {
        list: ({ to, ...input }) => storage.points.list(to === undefined ? input : { ...input, to: later(to, 1) }),
      }),
    topics: ["listing points"],
    tests: ["listing points > list() includes `from` and excludes `to`"],
  },
  {
    fault: "series are in the order of a locale",
    break: (storage) =>
      withPoints(storage, {
        async list(input) {
          const points = await storage.points.list(input);
          return points.toSorted(
            (a, b) => a.timestamp.getTime() - b.timestamp.getTime() || a.series.localeCompare(b.series, "en"),
          );
        },
      }),
    topics: ["listing points"],
    tests: ["listing points > list() orders by timestamp, then series by code point"],
  },
  {
    fault: "series of buckets are in the order of UTF-16 units",
    break: (storage) =>
      withPoints(storage, {
        async aggregate(input) {
          const buckets = await storage.points.aggregate(input);
          return buckets.toSorted((a, b) => a.bucket - b.bucket || (a.series < b.series ? -1 : 1));
        },
      }),
    topics: ["listing points", "aggregating points"],
    tests: ["aggregating points > each series has its own buckets, by bucket, then series by code point"],
  },
  {
    fault: "a place among points is compared by timestamp alone",
    break: (storage) =>
      withPoints(storage, {
        list: ({ after, ...input }) =>
          storage.points.list(after === undefined ? input : { ...input, after: { ...after, series: "\u{10ffff}" } }),
      }),
    topics: ["listing points"],
    tests: ["listing points > list() gives only points behind `after`, also at the same instant"],
  },
  {
    fault: "a bucket includes its second boundary",
    break: (storage) =>
      withPoints(storage, {
        aggregate: (input) =>
          storage.points.aggregate({ ...input, boundaries: input.boundaries.map((boundary) => later(boundary, 1)) }),
      }),
    topics: ["listing points", "aggregating points", "numbers", "times"],
    tests: ["aggregating points > a bucket includes its first boundary and excludes its second"],
  },
  {
    fault: "deleting below a generation deletes it too",
    break: (storage) =>
      withPoints(storage, {
        delete: (input) => storage.points.delete("below" in input ? { ...input, below: input.below + 1 } : input),
      }),
    topics: ["generations", "deleting points by age", "numbers"],
    tests: ["generations > deleting below a generation keeps it and those above"],
  },
  {
    fault: "delete() ignores `before`",
    break: (storage) =>
      withPoints(storage, { delete: ({ before: _ignored, ...input }) => storage.points.delete(input) }),
    topics: ["deleting points by age", "retention"],
    tests: [
      "deleting points by age > only points earlier than `before` go, itself excluded, and their number is returned",
    ],
  },
  {
    fault: "delete() includes `before`",
    break: (storage) =>
      withPoints(storage, {
        delete: ({ before, ...input }) =>
          storage.points.delete(before === undefined ? input : { ...input, before: later(before, 1) }),
      }),
    topics: ["deleting points by age", "retention"],
    tests: ["deleting points by age > `before` decides to the millisecond"],
  },
  {
    fault: "`below` and `before` delete from the generation below alone",
    break: (storage) =>
      withPoints(storage, {
        delete(input) {
          if (!("below" in input) || input.before === undefined) return storage.points.delete(input);
          const { below, ...rest } = input;
          return storage.points.delete({ ...rest, generation: below - 1 });
        },
      }),
    topics: ["deleting points by age"],
    tests: ["deleting points by age > `below` and `before` hold together, over all generations below"],
  },
  {
    fault: "list() sees the next generation",
    break: (storage) =>
      withPoints(storage, { list: async (input) => storage.points.list(await newest(storage, input)) }),
    topics: ["generations", "deleting points by age", "readers during writes"],
    tests: [nextGeneration],
  },
  {
    fault: "summarize() sees the next generation",
    break: (storage) =>
      withPoints(storage, { summarize: async (input) => storage.points.summarize(await newest(storage, input)) }),
    topics: ["generations", "deleting points by age", "readers during writes"],
    tests: [nextGeneration],
  },
  {
    fault: "aggregate() sees the next generation",
    break: (storage) =>
      withPoints(storage, { aggregate: async (input) => storage.points.aggregate(await newest(storage, input)) }),
    topics: ["generations", "readers during writes"],
    tests: [nextGeneration],
  },
];

/** The question asked of the generation behind it, once that has points. */
async function newest<Input extends GenerationKey>(storage: StorageAdapter, input: Input): Promise<Input> {
  const next = { metricId: input.metricId, generation: input.generation + 1 };
  return (await storage.points.summarize(next)).count > 0 ? { ...input, ...next } : input;
}
