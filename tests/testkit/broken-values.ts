import { type BrokenStorage, columnsOf, later, mapDeep, withReads } from "./broken-storage.js";

/** Storages that change times, JSON or payload bodies. */
export const brokenValues: readonly BrokenStorage[] = [
  {
    fault: "null is an absent key",
    break: (storage) =>
      withReads(storage, (row) => {
        const strip = (part: unknown): unknown =>
          typeof part === "object" && part !== null && !Array.isArray(part) && !(part instanceof Date)
            ? Object.fromEntries(
                Object.entries(part).filter(([key, member]) => member !== null || key in columnsOf(row)),
              )
            : part;
        return mapDeep(row, strip);
      }),
    topics: ["upserting points", "JSON"],
    tests: ["JSON > null is not an absent key"],
  },
  {
    fault: "`__proto__` is dropped from JSON",
    break: (storage) =>
      withReads(storage, (row) =>
        mapDeep(row, (part) => {
          if (typeof part !== "object" || part === null || !Object.hasOwn(part, "__proto__")) return part;
          return Object.fromEntries(Object.entries(part).filter(([key]) => key !== "__proto__"));
        }),
      ),
    topics: ["receipts of upserts", "JSON"],
    tests: ["JSON > `__proto__`, `constructor` and `toString` are keys like any other"],
  },
  {
    fault: "times come back shifted by the session's zone",
    break: (storage) =>
      withReads(storage, (row) => mapDeep(row, (part) => (part instanceof Date ? later(part, 9 * 3_600_000) : part))),
    topics: [
      "records",
      "reading several questions",
      "columns",
      "claims",
      "commits",
      "order of writes",
      "upserting points",
      "receipts of upserts",
      "listing points",
      "retention",
      "texts and refused values",
      "numbers",
      "times",
    ],
    tests: ["times > times of rows come back to the millisecond, from year 1 to 9999"],
  },
  {
    fault: "an hour that New York's clocks skip comes back an hour later",
    break: (storage) =>
      withReads(storage, (row) =>
        mapDeep(row, (part) =>
          part instanceof Date && part.toISOString().startsWith("2026-03-08T02") ? later(part, 3_600_000) : part,
        ),
      ),
    topics: ["times"],
    tests: ["times > times of points come back to the millisecond, from year 1 to 9999, in order"],
  },
  {
    fault: "times are cut to seconds",
    break: (storage) =>
      withReads(storage, (row) =>
        mapDeep(row, (part) => (part instanceof Date ? later(part, -part.getUTCMilliseconds()) : part)),
      ),
    topics: ["columns", "claims", "upserting points", "times"],
    tests: ["times > times of rows come back to the millisecond, from year 1 to 9999"],
  },
  {
    fault: "a payload is cut at NUL",
    break: (storage) => ({
      ...storage,
      payloads: {
        ...storage.payloads,
        put({ body, ...key }) {
          const end = body.indexOf(0);
          return storage.payloads.put({ ...key, body: end === -1 ? body : body.subarray(0, end) });
        },
      },
    }),
    topics: ["collected payload store"],
    tests: ["collected payload store > keeps text with NUL inside"],
  },
  {
    fault: "a payload is decoded as text",
    break: (storage) => ({
      ...storage,
      payloads: {
        ...storage.payloads,
        async get(key) {
          const body = await storage.payloads.get(key);
          return body === null ? null : new TextEncoder().encode(new TextDecoder().decode(body));
        },
      },
    }),
    topics: ["collected payload store"],
    tests: ["collected payload store > keeps bytes that are no UTF-8"],
  },
  {
    fault: "payloads are addressed by their hash alone",
    break: (storage) => ({
      ...storage,
      payloads: {
        ...storage.payloads,
        put: (input) => storage.payloads.put({ ...input, organizationId: "all" }),
        get: (key) => storage.payloads.get({ ...key, organizationId: "all" }),
      },
    }),
    topics: ["collected payload store"],
    tests: ["collected payload store > get() gives null for another organization's body"],
  },
  {
    fault: "putting a body again does not renew its putAt",
    break: (storage) => ({
      ...storage,
      payloads: {
        ...storage.payloads,
        async put(input) {
          if ((await storage.payloads.get(input)) === null) await storage.payloads.put(input);
        },
      },
    }),
    topics: ["collected payload store"],
    tests: ["collected payload store > putting a body again renews its putAt and keeps it once"],
  },
  {
    fault: "whole numbers are cut to 16 bits",
    break: (storage) =>
      withReads(storage, (row) =>
        mapDeep(row, (part) => (typeof part === "number" && Number.isInteger(part) ? (part << 16) >> 16 : part)),
      ),
    topics: ["columns", "upserting points", "JSON", "numbers", "counters"],
    tests: [
      "numbers > whole numbers of rows come back equal and match, from -2^31 to 2^31 - 1",
      "numbers > `increment` is exact for whole numbers, and adds fractions as JavaScript does",
    ],
  },
  {
    fault: "numbers are kept in single precision",
    break: (storage) =>
      withReads(storage, (row) =>
        mapDeep(row, (part) => (typeof part === "number" && !Number.isInteger(part) ? Math.fround(part) : part)),
      ),
    topics: ["columns", "upserting points", "JSON", "numbers", "counters"],
    tests: ["numbers > values of points come back equal, of either sign, and equal ones are left alone"],
  },
  {
    fault: "text in JSON that looks like a time becomes one",
    break: (storage) =>
      withReads(storage, (row) =>
        mapDeep(row, (part) =>
          typeof part === "string" && /^\d{4}-\d\d-\d\dT.*Z$/.test(part) ? new Date(part) : part,
        ),
      ),
    topics: ["JSON", "texts and refused values"],
    tests: ["JSON > text that looks like something else stays text"],
  },
  {
    fault: "trailing spaces of texts are cut",
    break: (storage) =>
      withReads(storage, (row) => mapDeep(row, (part) => (typeof part === "string" ? part.trimEnd() : part))),
    topics: [
      "records",
      "columns",
      "conditions",
      "claims",
      "upserting points",
      "listing points",
      "JSON",
      "texts and refused values",
    ],
    tests: ["texts and refused values > texts of rows come back equal, empty ones too"],
  },
];
