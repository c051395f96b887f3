import { afterAll, describe, expect, it } from "vitest";
import type { SandboxContext } from "../../src/ports/sandbox.js";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { offsetSpans } from "../../src/util/time-zone.js";
import { ingestionRun } from "./sandbox-run.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

const berlin: SandboxContext = {
  fetchedAtMs: Date.UTC(2026, 2, 1, 12),
  timezone: "Europe/Berlin",
  offsets: offsetSpans("Europe/Berlin", 0, Date.UTC(2046, 0, 1)),
};

/** What an expression is worth inside, as text or JSON. `date`, `amount` and `names` are there. */
async function valueInside(expression: string): Promise<unknown> {
  const code = `export function transform() {
    const date = new Date(Date.UTC(2026, 2, 29, 21, 4, 5, 67)), amount = -1234567.891, names = ["b", "B", "á", "a", "A", "10", "9"];
    return { value: ${expression} };
  }`;
  const result = await sandbox.run({ ...ingestionRun(code), kind: "chart", context: berlin });
  return (result as { value?: unknown }).value;
}

/** The same in V8, where the time is the same and the zone is UTC. */
function valueInV8(expression: string): unknown {
  // oxlint-disable-next-line typescript/no-implied-eval
  const read = new Function("date", "amount", "names", `return JSON.stringify([${expression}])`) as (
    ...parameters: unknown[]
  ) => string;
  const [value] = JSON.parse(
    read(new Date(Date.UTC(2026, 2, 29, 21, 4, 5, 67)), -1234567.891, ["b", "B", "á", "a", "A", "10", "9"]),
  ) as unknown[];
  return value;
}

describe("code that writes and compares by locale gives what V8 gives", () => {
  it.each([
    `date.toLocaleString("en-US", { timeZone: "UTC" })`,
    `date.toLocaleDateString("en-US", { month: "short", day: "numeric", timeZone: "UTC" })`,
    `date.toLocaleDateString("de", { weekday: "long", year: "numeric", month: "long", day: "numeric", timeZone: "Europe/Berlin" })`,
    `date.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" })`,
    `date.toLocaleTimeString(["sv-SE"], { timeStyle: "short", timeZone: "UTC" })`,
    `new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Berlin" }).format(date)`,
    `[date, 0].map(Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" }).format)`,
    `new Intl.DateTimeFormat("es", { month: "long", year: "numeric", timeZone: "UTC" }).formatToParts(date)`,
    `new Date(NaN).toLocaleDateString("en-US")`,
    `date.toLocaleDateString("en-US", { timeZone: "UTC", timeZoneName: "short", hour: "numeric", minute: "numeric" })`,
    `amount.toLocaleString("en-US")`,
    `amount.toLocaleString("de-DE", { style: "currency", currency: "EUR" })`,
    `(0.256).toLocaleString("fr", { style: "percent", maximumFractionDigits: 1 })`,
    `(12345678901234567890n).toLocaleString("nl")`,
    `new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 }).format(amount)`,
    `new Intl.NumberFormat("pt-BR", { style: "currency", currency: "BRL" }).formatToParts(amount)`,
    `[0.1 + 0.2, 1e21, 1e-7, 1.005, 2.5, 5e-324, 123456.789, -0].map((value) => value.toLocaleString("en-US", { maximumSignificantDigits: 15 }))`,
    `[1.005, 2.345, 1e21, -0.0049].map((value) => value.toLocaleString("ja-JP", { minimumFractionDigits: 2, maximumFractionDigits: 2 }))`,
    `[1234.5, null, "x", date].toLocaleString("de").split(",").length`,
    `Float64Array.of(1234.5, 2).toLocaleString("es")`,
    `[...names].sort((a, b) => a.localeCompare(b, "en"))`,
    `"A".localeCompare("a", "en", { sensitivity: "base" })`,
    `"TITLE".toLocaleLowerCase("en-US")`,
    `[String(new Intl.NumberFormat("en")), new Intl.NumberFormat("en") instanceof Intl.NumberFormat, Intl.NumberFormat.name]`,
  ])("%s", async (expression) => {
    expect(await valueInside(expression)).toEqual(valueInV8(expression));
  });

  it("and has en-US and UTC where V8 has those of its host", async () => {
    expect(await valueInside(`date.toLocaleString()`)).toBe("3/29/2026, 9:04:05 PM");
    expect(await valueInside(`Intl.DateTimeFormat().resolvedOptions()`)).toEqual({
      locale: "en-US",
      calendar: "gregory",
      numberingSystem: "latn",
      timeZone: "UTC",
      year: "numeric",
      month: "numeric",
      day: "numeric",
    });
    expect(
      await valueInside(`new Intl.NumberFormat("de", { maximumFractionDigits: 1 }).resolvedOptions()`),
    ).toMatchObject({
      locale: "de",
      style: "decimal",
      minimumFractionDigits: 0,
      maximumFractionDigits: 1,
      useGrouping: "auto",
    });
    expect(await valueInside(`Intl.DateTimeFormat().format()`)).toBe("3/1/2026");
  });
});

describe("what it does not know it refuses", () => {
  it.each([
    [`date.toLocaleDateString("xx")`, "RangeError: The sandbox does not know the locale xx, but en-US, en-GB"],
    [
      `date.toLocaleDateString("en", { month: "narrow" })`,
      "takes no such month in the sandbox, which offers numeric, 2-digit",
    ],
    [`date.toLocaleDateString("en", { era: "short" })`, "has no option era in the sandbox, which offers weekday, year"],
    [
      `date.toLocaleString("en", { timeZone: "Asia/Tokyo" })`,
      "knows the time zones UTC and Europe/Berlin, not Asia/Tokyo",
    ],
    [`date.toLocaleString("en", { timeStyle: "long", timeZone: "Europe/Berlin" })`, "knows no name of the time zone"],
    [
      `date.toLocaleDateString("en", { year: "numeric", day: "numeric" })`,
      "RangeError: The sandbox shows weekday, year",
    ],
    [`date.toLocaleDateString("en", { timeStyle: "short" })`, "TypeError: toLocaleDateString takes no timeStyle"],
    [`new Intl.DateTimeFormat("en").format(NaN)`, "RangeError: Invalid time value"],
    [`amount.toLocaleString("en", { style: "unit", unit: "liter" })`, "takes no such style in the sandbox"],
    [
      `amount.toLocaleString("en", { style: "currency", currency: "XAU" })`,
      "does not know the currency XAU, but USD, EUR",
    ],
    [`amount.toLocaleString("de", { notation: "compact" })`, "offers the notation compact for English"],
    [`amount.toLocaleString("en", { minimumFractionDigits: 3, maximumFractionDigits: 2 })`, "above their maximum"],
    [`new Intl.PluralRules("en")`, "TypeError: The sandbox has no Intl.PluralRules, but Intl.DateTimeFormat"],
    [`"İ".toLocaleLowerCase("tr")`, "does not know the locale tr"],
    [`structuredClone({ f() {} })`, "DataCloneError: f() {} could not be cloned."],
  ])("%s", async (expression, message) => {
    await expect(valueInside(expression)).rejects.toThrow(message);
  });

  it.each([
    `date["to" + "LocaleString"]("de")`,
    `date["to" + "LocaleDateString"]("de")`,
    `date["to" + "LocaleTimeString"]("de")`,
    `amount["to" + "LocaleString"]("de")`,
    `1n["to" + "LocaleString"]("de")`,
    `[amount]["to" + "LocaleString"]("de")`,
    `names[0]["locale" + "Compare"]("a")`,
  ])("%s, which no shim is there for", async (expression) => {
    await expect(valueInside(expression)).rejects.toThrow("only where code names it: write the name out");
  });
});

it("copies data with structuredClone as V8 does", async () => {
  const expression = `(() => {
    const value = { date, list: [1, , 3], map: new Map([[{ a: 1 }, new Set([1])]]), view: Uint16Array.of(1, 2), error: new TypeError("x"), big: Object("s") };
    value.self = value;
    const copy = structuredClone(value);
    return [copy !== value, copy.self === copy, copy.date.getTime(), copy.list.length, 1 in copy.list, [...copy.map.keys()], [...[...copy.map.values()][0]],
      [...copy.view], copy.error instanceof TypeError, copy.error.message, copy.big.valueOf(), typeof copy.big];
  })()`;
  expect(await valueInside(expression)).toEqual(valueInV8(expression));
});

it("keeps named functions of code that esbuild has changed", async () => {
  expect(await valueInside(`__name(() => 5, "five")()`)).toBe(5);
});
