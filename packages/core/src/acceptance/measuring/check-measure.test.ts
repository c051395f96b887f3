import { describe, expect, it } from "vitest";
import type { Measure } from "../../metrics/measure.js";
import type { JsonValue } from "../../util/json.js";
import { judge, type WrittenTransform } from "../judge-candidate.testing.js";

const at = (index: number): string => new Date(Date.UTC(2026, 1, 1, index * 9)).toISOString();
type Row = Record<string, string | number | null>;
const rows = (count: number, row: (index: number) => Row): Row[] =>
  Array.from({ length: count }, (_, index) => row(index));

/** One point a record, of one field. */
function each(value: string, time: string, series?: string): WrittenTransform {
  return (body: Row[]) =>
    body.flatMap((row) => {
      const [number, written] = [row[value], row[time]];
      if (typeof number !== "number" || typeof written !== "string") return [];
      return [{ at: written, value: number, ...(series === undefined ? {} : { series: String(row[series]) }) }];
    });
}

/** One point a day: values of a field joined. */
function daily(value: string | null, time: string, join: (values: number[]) => number): WrittenTransform {
  return (body: Row[]) => {
    const groups = new Map<string, number[]>();
    for (const row of body) {
      const [number, written] = [value === null ? 1 : row[value], row[time]];
      if (typeof number !== "number" || typeof written !== "string") continue;
      const date = written.slice(0, 10);
      groups.set(date, [...(groups.get(date) ?? []), number]);
    }
    return Array.from(groups, ([date, values]) => ({ at: date, value: join(values) }));
  };
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const largest = (values: number[]): number => Math.max(...values);

async function measureCheck(response: JsonValue, measure: Measure, transform: WrittenTransform): Promise<string> {
  const { report } = await judge(response, measure, transform);
  const check = report.checks.find(({ name }) => name === "measure");
  return check === undefined ? `none: ${report.checks.at(-1)?.message}` : `${check.verdict}: ${check.message}`;
}

const prices = rows(8, (index) => ({
  date: new Date(Date.UTC(2026, 1, 1 + index)).toISOString().slice(0, 10),
  open: 50 + index,
  close: 51 + ((index * 7) % 5),
  volume: 900 + index * 13,
}));

describe("value", () => {
  it.each<[string, string, string]>([
    ["closing price", "close", "pass"],
    ["close", "close", "pass"],
    ["close", "volume", "fail"],
    ["opening price", "close", "unknown"],
    ["price", "close", "unknown"],
    ["weight", "close", "unknown"],
  ])('"%s" from %s: %s', async (value, field, verdict) => {
    expect(await measureCheck(prices, { value }, each(field, "date"))).toMatch(new RegExp(`^${verdict}`));
  });

  it("takes the only number of the records for what is asked, whatever it is called", async () => {
    const single = rows(8, (index) => ({ date: prices[index]?.["date"] ?? "", y: index * 3 + 1 }));
    expect(await measureCheck(single, { value: "rainfall" }, each("y", "date"))).toMatch(/^pass.*the only number/);
  });

  it("says which path to read instead", async () => {
    expect(await measureCheck(prices, { value: "closing price" }, each("open", "date"))).toContain("Read [].close");
  });
});

const events = rows(14, (index) => ({
  created_at: at(index),
  closed_at: index % 4 === 0 ? null : at(index + 20),
  level: ["info", "error"][index % 2] ?? "",
  amount: 10 + ((index * 31) % 17),
}));

describe("time", () => {
  it.each<[Measure, string, string]>([
    [{ value: "amount", time: "created at" }, "created_at", "pass"],
    [{ value: "amount", time: "created at" }, "closed_at", "fail"],
    [{ value: "amount", time: "closed" }, "closed_at", "pass"],
    [{ value: "amount" }, "closed_at", "unknown"],
  ])("%j from %s: %s", async (measure, time, verdict) => {
    expect(await measureCheck(events, measure, each("amount", time))).toMatch(new RegExp(`^${verdict}`));
  });

  it("counts a period from its start", async () => {
    const periods = rows(6, (index) => ({
      start: prices[index]?.["date"] ?? "",
      end: prices[index + 1]?.["date"] ?? "",
      n: index * 2 + 5,
    }));
    expect(await measureCheck(periods, { value: "n" }, each("n", "start"))).toMatch(/^pass/);
    expect(await measureCheck(periods, { value: "n" }, each("n", "end"))).toMatch(/^fail.*end of a period/);
  });
});

describe("joining and buckets", () => {
  it.each<[Measure, WrittenTransform, string]>([
    [{ value: "total amount", time: "created at", per: "day" }, daily("amount", "created_at", sum), "pass"],
    [{ value: "highest amount", time: "created at", per: "day" }, daily("amount", "created_at", largest), "pass"],
    [{ value: "highest amount", time: "created at", per: "day" }, daily("amount", "created_at", sum), "fail"],
    [{ value: "amount", time: "created at", per: "day" }, daily("amount", "created_at", sum), "unknown"],
    [{ value: "total amount", time: "created at", per: "week" }, daily("amount", "created_at", sum), "fail"],
    [{ value: "amount", time: "created at", per: "day" }, each("amount", "created_at"), "fail"],
    [{ value: "total amount", time: "created at" }, daily("amount", "created_at", sum), "unknown"],
    [{ value: "number of events", time: "created at", per: "day" }, daily(null, "created_at", sum), "pass"],
    [{ value: "total amount", time: "created at", per: "day" }, daily(null, "created_at", sum), "fail"],
  ])("%j", async (measure, transform, verdict) => {
    expect(await measureCheck(events, measure, transform)).toMatch(new RegExp(`^${verdict}`));
  });
});

describe("series", () => {
  const readings = rows(12, (index) => ({
    time: at(Math.floor(index / 2)),
    sensor: index % 2 === 0 ? "a" : "b",
    room: ["hall", "attic"][index % 2] ?? "",
    celsius: 20 + ((index * 5) % 7),
  }));

  it.each<[string | undefined, string | undefined, string]>([
    ["sensor", "sensor", "pass"],
    ["sensor", "room", "fail"],
    [undefined, "sensor", "unknown"],
  ])("asked for %s, named by %s: %s", async (series, field, verdict) => {
    const measure = series === undefined ? { value: "celsius" } : { value: "celsius", series };
    expect(await measureCheck(readings, measure, each("celsius", "time", field))).toMatch(new RegExp(`^${verdict}`));
  });
});

describe("lines that are left out", () => {
  const packages = Object.fromEntries(
    ["alpha", "beta"].map((name, place) => [
      name,
      {
        package: name,
        list: rows(8, (index) => ({ day: prices[index]?.["date"] ?? "", downloads: index * 7 + place * 90 })),
      },
    ]),
  );
  const measure = { value: "downloads", time: "day", series: "package" };
  type Packages = Record<string, { package: string; list: Row[] }>;
  const lines =
    (only: (all: Packages[string][]) => Packages[string][]): WrittenTransform =>
    (body: Packages, now) =>
      only(Object.values(body)).flatMap(({ package: series, list }) =>
        each("downloads", "day")(list, now).map((point) => ({ ...point, series })),
      );

  it("are missed where the measure asks for a line each", async () => {
    expect(
      await measureCheck(
        packages,
        measure,
        lines((all) => all),
      ),
    ).toMatch(/^pass/);
    const { report } = await judge(
      packages,
      measure,
      lines((all) => all.slice(0, 1)),
    );
    expect(report.result).not.toBe("accepted");
  });
});

describe("a gauge", () => {
  it("takes no number of a list for one that stands outside of it", async () => {
    const found = {
      total_count: 2,
      items: rows(2, (index) => ({ title: `issue ${index}`, reaction_count: index + 4 })),
    };
    const transform: WrittenTransform = (body: { items: Row[] }, now) => [
      { at: now, value: sum(body.items.map((item) => Number(item["reaction_count"]))) },
    ];
    const { report } = await judge(found, { value: "total number of issues found" }, transform, { kind: "gauge" });
    expect(report.result).not.toBe("accepted");
  });
});

describe("unit", () => {
  const fees = rows(8, (index) => ({ date: prices[index]?.["date"] ?? "", fee_cents: 1_299 + index * 100 }));
  const euros: WrittenTransform = (body: Row[], now) =>
    each("fee_cents", "date")(body, now).map((point) => ({ ...point, value: point.value / 100 }));

  it("divides what the response says are cents, where euros are asked for", async () => {
    expect(await measureCheck(fees, { value: "fee", unit: "EUR" }, euros)).toMatch(/^pass/);
    expect(await measureCheck(fees, { value: "fee", unit: "EUR" }, each("fee_cents", "date"))).toBe(
      "fail: [].fee_cents has to be divided by 100 to be in EUR, and its values are taken as they are.",
    );
  });

  it("leaves values alone where nothing says that they are in another unit", async () => {
    expect(await measureCheck(fees, { value: "fee", unit: "cents" }, each("fee_cents", "date"))).toMatch(/^pass/);
    expect(await measureCheck(fees, { value: "fee", unit: "cents" }, euros)).toMatch(/^fail.*divided by 100/);
  });
});

describe("records that are left out", () => {
  const only =
    (level: string): WrittenTransform =>
    (body: Row[], now) =>
      daily(
        null,
        "created_at",
        sum,
      )(
        body.filter((row) => row["level"] === level),
        now,
      );

  it("are those that the words leave out", async () => {
    const measure = { value: "number of errors", time: "created at", per: "day" };
    expect(await measureCheck(events, measure, only("error"))).toMatch(/^pass/);
    expect(await measureCheck(events, measure, only("info"))).toMatch(/^unknown.*condition on \[\]\.level/);
    expect(await measureCheck(events, { ...measure, value: "number of events" }, only("error"))).toMatch(/^unknown/);
  });
});
