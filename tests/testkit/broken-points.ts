import { type BrokenStorage, later, withPoints } from "./broken-storage.js";

/** Storages whose points are wrong. */
export const brokenPoints: readonly BrokenStorage[] = [
  {
    fault: "upsert ignores the fence",
    break: (storage) =>
      withPoints(storage, { upsert: ({ fence: _ignored, ...input }) => storage.points.upsert(input) }),
    topics: ["fences", "concurrency"],
    test: "fences > an upsert of points for an older attempt throws RUN_LEASE_LOST and stores nothing",
  },
  {
    fault: "an upsert stores the points before the bad one",
    break: (storage) =>
      withPoints(storage, {
        async upsert({ points, ...input }) {
          const isBad = points.length < 10;
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
    test: "upserting points > a point with NaN is refused, and the others with it",
  },
  {
    fault: "of two points with one key the first counts",
    break: (storage) =>
      withPoints(storage, {
        upsert: (input) => storage.points.upsert({ ...input, points: input.points.toReversed() }),
      }),
    topics: ["upserting points"],
    test: "upserting points > of two points with one key the later one counts, and the key counts once",
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
    topics: ["upserting points"],
    test: "upserting points > an equal point is left alone, whatever its provenance",
  },
  {
    fault: "`to` is included",
    break: (storage) =>
      withPoints(storage, {
        list: ({ to, ...input }) => storage.points.list(to === undefined ? input : { ...input, to: later(to, 1) }),
      }),
    topics: ["listing points"],
    test: "listing points > list() includes `from` and excludes `to`",
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
    test: "listing points > list() orders by timestamp, then series by code point",
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
    topics: ["aggregating points"],
    test: "aggregating points > each series has its own buckets, by bucket, then series by code point",
  },
  {
    fault: "a place among points is compared by timestamp alone",
    break: (storage) =>
      withPoints(storage, {
        list: ({ after, ...input }) =>
          storage.points.list(after === undefined ? input : { ...input, after: { ...after, series: "\u{10ffff}" } }),
      }),
    topics: ["listing points"],
    test: "listing points > list() gives only points behind `after`, also at the same instant",
  },
  {
    fault: "a bucket includes its second boundary",
    break: (storage) =>
      withPoints(storage, {
        aggregate: (input) =>
          storage.points.aggregate({ ...input, boundaries: input.boundaries.map((boundary) => later(boundary, 1)) }),
      }),
    topics: ["aggregating points", "times"],
    test: "aggregating points > a bucket includes its first boundary and excludes its second",
  },
  {
    fault: "deleting below a generation deletes it too",
    break: (storage) =>
      withPoints(storage, {
        delete: (input) => storage.points.delete("below" in input ? { ...input, below: input.below + 1 } : input),
      }),
    topics: ["generations"],
    test: "generations > deleting below a generation keeps it and those above",
  },
];
