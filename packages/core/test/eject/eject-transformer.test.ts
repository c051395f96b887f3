import { transform as strip } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toDataPoints } from "../../src/acceptance/to-data-points.js";
import { ejectTransformer, importedCode } from "../../src/engine/eject-transformer.js";
import { compileMapping } from "../../src/generating/mapping/compile-mapping.js";
import type { Metric } from "../../src/metrics/metric.js";
import type { Sandbox } from "../../src/ports/sandbox.js";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { parseMapping } from "../../src/transformers/mapping.js";
import type { Transformer } from "../../src/transformers/transformer.js";
import { offsetSpans } from "../../src/util/time-zone.js";

const fetchedAt = new Date("2026-03-10T12:34:56.789Z");
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"] as const;
const limits = {
  timeoutMs: 5_000,
  maximumSteps: 100_000_000,
  memoryBytes: 67_108_864,
  maximumPoints: 10_000,
  maximumOutputBytes: 33_554_432,
};

/** Local times around the changes of clocks in these zones, and every other way to write a time. */
const times = [
  "2026-03-08T01:30:00",
  "2026-03-08 02:30",
  "2026-03-29T02:30:00",
  "2025-10-26T02:30:00",
  "2025-11-02T01:30:00",
  "2026-04-05T01:45:00",
  "2025-10-05T02:15:00.5",
  "2026-03-01T12:00:00Z",
  "2026-03-01T12:00:00+05:30",
  "2026-03-02",
  "2026-04",
  "0099-12-31",
  "1969-06-01T10:00:00",
  "2050-07-01T10:00:00",
];
const response = {
  items: times.map((at, index) => ({
    at,
    n: index * 1.5 - 3,
    s: String(index),
    shop: index % 2 ? "\u{1F600}b" : "\uE000a",
    cents: index * 100 + 1,
  })),
};

const handWritten: readonly (readonly [name: string, code: string])[] = [
  [
    "an exported function",
    "export function transform(r) { return r.items.map((i) => ({ timestamp: i.at, value: i.n })); }",
  ],
  [
    "a function",
    "function transform(r) { const out = []; for (const i of r.items) out.push({ timestamp: i.at, value: i.n }); return out; }",
  ],
  ["an arrow in a constant", "const transform = (r) => r.items.map(({ at, n }) => ({ timestamp: at, value: n }));"],
  [
    "an exported arrow",
    "export const transform = async (r) => r.items.map(({ at, n }) => ({ timestamp: at, value: n }));",
  ],
  ["a bare arrow", "(r) => r.items.map(({ at, n }) => ({ timestamp: at, value: n }))"],
  ["a default export", "export default (r) => r.items.map(({ at, n }) => ({ timestamp: at, value: n }));"],
  [
    "a default function",
    "export default function (r) { return r.items.map(({ at, n }) => ({ timestamp: at, value: n })); }",
  ],
  [
    "a named default function",
    "export default function transform(r) { return r.items.map(({ at, n }) => ({ timestamp: at, value: n })); }",
  ],
  [
    "a default export of a name",
    "const transform = (r) => r.items.map(({ at, n }) => ({ timestamp: at, value: n }));\nexport default transform;",
  ],
  [
    "a method",
    "export default ({ transform(r) { return r.items.map(({ at, n }) => ({ timestamp: at, value: n })); } }).transform;",
  ],
  [
    "fenced TypeScript",
    "Here it is:\n```ts\ninterface Item { at: string; n: number }\nexport function transform(r: { items: Item[] }) { return r.items.map((i: Item) => ({ timestamp: i.at, value: i.n })); }\n```\nDone.",
  ],
  [
    "helpers",
    "const value = (i) => Number(i.s) * 2;\nexport function transform(r) { return r.items.map((i) => ({ timestamp: i.at, value: value(i), series: i.shop })); }",
  ],
  [
    "series and dimensions",
    "export const transform = (r) => r.items.map((i) => ({ timestamp: i.at, value: -0, series: i.shop, dimensions: { n: i.n, u: undefined, d: [1, { a: null }] } }));",
  ],
  [
    "local parts",
    "export const transform = (r, c, context) => r.items.map((i) => { const l = context.local(i.at); return { timestamp: i.at, value: l.hour + l.minute / 100, dimensions: { ...l } }; });",
  ],
  [
    "local parts of numbers and dates",
    "export const transform = (r, c, { local }) => [0, 1e12, new Date(1.7e12)].map((t, k) => ({ timestamp: k, value: local(t).day, dimensions: { ...local(t) } }));",
  ],
  [
    "the clock",
    "export const transform = (r, c, context) => [{ timestamp: new Date(), value: Date.now() % 1e6 }, { timestamp: context.fetchedAt.getTime() + 1, value: new Date().getUTCHours() }];",
  ],
  [
    "Date arithmetic",
    "export const transform = (r) => r.items.slice(7, 9).map((i, k) => ({ timestamp: new Date(Date.UTC(2026, 2, 1 + k)), value: Date.parse(i.at) % 1e6 }));",
  ],
  [
    "Math",
    "export const transform = (r) => r.items.map((i) => ({ timestamp: i.at, value: Math.round(Math.max(i.n, 0) * Math.PI) }));",
  ],
  [
    "endpointConfig",
    "export const transform = (r, { SHOP }) => r.items.map((i) => ({ timestamp: i.at, value: i.n, series: SHOP }));",
  ],
];

/** Mappings read months by a format of their own, and dates have no hour. */
const records = (are: (time: string) => boolean) => [
  { path: "s", in: times.flatMap((time, index) => (are(time) ? [String(index)] : [])) },
];
const filter = records((time) => time !== "2026-04");
const withClock = records((time) => time.length > 10);

const mappings: readonly (readonly [name: string, mapping: object])[] = [
  ["a mapping", { records: "items", time: { path: "at", format: "iso" }, value: { path: "n" }, filter }],
  [
    "a scaled mapping with series",
    {
      records: "items",
      time: { path: "at", format: "iso" },
      value: { path: "cents", scale: 0.01 },
      series: { path: "shop" },
      dimensions: { n: "s" },
      filter,
    },
  ],
  ...(["hour", "day", "week", "month"] as const).map(
    (bucket) =>
      [
        `counts per ${bucket}`,
        {
          records: "items",
          time: { path: "at", format: "iso" },
          value: "count",
          filter: bucket === "hour" ? withClock : filter,
          groupBy: { bucket, aggregation: "count" },
        },
      ] as const,
  ),
  [
    "sums per day and shop",
    {
      records: "items",
      time: { path: "at", format: "iso" },
      value: { path: "n" },
      series: { path: "shop" },
      filter,
      groupBy: { bucket: "day", aggregation: "sum" },
    },
  ],
];

/** Transformers whose points are ejected and compared, with the sandbox's. */
const cases = [
  ...handWritten,
  ...mappings.map(([name, mapping]) => [name, compileMapping(parseMapping(mapping), { kind: "history" })] as const),
];

let sandbox: Sandbox;
beforeAll(() => void (sandbox = createQuickJsSandbox()));
afterAll(() => sandbox.close());

describe.each(zones)("in %s", (timezone) => {
  it.each(cases)("the file of %s makes the points that the sandbox makes", async (_name, code) => {
    const [file] = ejected(code, timezone);
    const { toPoints } = await load(file!.source);
    const points = await toPoints(response, { endpointConfig: { SHOP: "main" }, fetchedAt, timezone });
    expect(JSON.stringify(points.map(sorted))).toBe(JSON.stringify((await inSandbox(code, timezone)).map(sorted)));
    // What was ejected comes back as code that does the same, and is ejected as the same file.
    const back = importedCode(file!.source);
    expect((await inSandbox(back, timezone)).map(sorted)).toEqual(points.map(sorted));
    expect(ejected(back, timezone)[0]!.source).toBe(file!.source);
  });
});

it("code of the historical request is a file of its own", () => {
  const files = ejected("const transform = () => [];", "UTC", "const transform = () => [1];");
  expect(files.map(({ fileName }) => fileName)).toEqual(["daily-sales.ts", "daily-sales.historical.ts"]);
  expect(files[1]?.source).toContain("=> [1]");
});

it("the file refuses what acceptance refuses", async () => {
  for (const [code, words] of [
    ["const transform = () => 1;", /no array/],
    ["const transform = () => [{ timestamp: 'soon', value: 1 }];", /no valid time/],
    ["const transform = () => [{ timestamp: '2026-02-30', value: 1 }];", /no valid time/],
    ["const transform = () => [{ timestamp: 0, value: NaN }];", /no finite value/],
    ["const transform = () => [{ timestamp: 0, value: 1 }, { timestamp: 0, value: 2 }];", /two points/],
    ["const transform = () => [null];", /no object/],
  ] as const) {
    const { toPoints } = await load(ejected(code, "UTC")[0]!.source);
    await expect(toPoints({}, { fetchedAt })).rejects.toThrow(words);
  }
});

it("a file without a transformer is refused", () => {
  expect(() => importedCode("export const x = 1;")).toThrow(/no function `transform`/);
  expect(importedCode("const transform = () => [];")).toBe("const transform = () => [];\n");
});

type ToPoints = (response: unknown, options: object) => Promise<{ timestamp: Date }[]>;

async function load(source: string): Promise<{ toPoints: ToPoints }> {
  const { code } = await strip(source, { loader: "ts", format: "esm", target: "node20" });
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`)) as {
    toPoints: ToPoints;
  };
}

async function inSandbox(code: string, timezone: string) {
  const columns = await sandbox.run({
    kind: "ingestion",
    code,
    input: Buffer.from(JSON.stringify(response)),
    argument: { SHOP: "main" },
    context: {
      fetchedAtMs: fetchedAt.getTime(),
      timezone,
      offsets: offsetSpans(timezone, 0, Date.UTC(fetchedAt.getUTCFullYear() + 20, 0, 1)),
    },
    seed: 1,
    limits,
  });
  return toDataPoints(columns);
}

function sorted({
  timestamp,
  value,
  series,
  dimensions,
}: {
  timestamp: Date;
  value?: number;
  series?: string;
  dimensions?: unknown;
}) {
  return { timestamp, value, series, dimensions };
}

function ejected(code: string, timezone: string, historicalCode: string | null = null) {
  const metric = { name: "Daily sales!", measure: { value: "n" }, kind: "history", timezone } as Metric;
  const transformer = { code, historicalCode, version: 3, origin: "manual", codeHash: "0" } as Transformer;
  const request = { endpoint: "https://api.example.com/{SHOP}" };
  return ejectTransformer({ metric, transformer, request, historicalRequest: null });
}
