import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { model } from "../../src/generating/model/create-model.js";
import { generateInput, openReport, scriptedJudge } from "./generate-input.js";
import { codeAnswer, scriptedClient, wordsSent } from "./scripted-client.js";

const letters = "abcdefghijklmnopqrstuvwxyz";
const digits = "0123456789";
const text = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet.split("")), { minLength, maxLength }).map((all) => all.join(""));

const email = fc
  .tuple(text(letters + digits, 5, 12), text(letters, 4, 12), fc.constantFrom("com", "example", "co.uk"))
  .map(([local, domain, ending]) => `${local}@${domain}.${ending}`);
const token = fc
  .tuple(fc.constantFrom("sk_live_", "ghp_", "AKIA", "glpat-"), text(letters + letters.toUpperCase() + digits, 24, 40))
  .map(([prefix, rest]) => `${prefix}${rest}`);
const phone = text("123456789", 10, 11).map((number) => `+49 ${number}`);
const jwt = fc
  .array(text(letters + digits, 12, 30), { minLength: 2, maxLength: 2 })
  .map(([payload, signature]) => `eyJhbGciOiJIUzI1NiJ9.${payload}.${signature}`);
/** Found by where they stand: names with all kinds of characters. */
const placed = fc
  .tuple(text(`${letters}\u00e9\u00df\u738b`, 5, 10), text(`${letters}"\\\n\u2028'`, 5, 10))
  .map((names) => names.join(" "));

const record = fc.record({
  email,
  token,
  phone,
  jwt,
  password: text(letters + digits, 8, 16),
  name: placed,
});

describe("masking", () => {
  it("no masked original is in any prompt, also not in what acceptance says", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 6 }),
        fc.integer(),
        fc.constantFrom(1, 400),
        async (records, seed, times) => {
          const orders = Array.from({ length: times }, () => records)
            .flat()
            .map(({ email, token, phone, jwt, password, name }, index) => ({
              created: new Date(Date.UTC(2026, 0, 1, index)).toISOString(),
              amount: index,
              text: `Mail ${email}, or call ${phone}. See https://u:${token}@example.com/?q=1`,
              login: { password, header: `Bearer ${jwt}` },
              customer: { name, other: [name] },
              remark: `For ${name}!`,
            }));
          const all = records.flatMap((one) => Object.values(one));
          const quoted = openReport(
            ["values-explained", "fail", `The values of ${all.join(" and ")} are 0.`],
            ["texts", "fail", `Series ${all.map((one) => JSON.stringify(one)).join(", ")} cannot be stored.`],
            ["runs", "fail", `Cannot read ${all.map((one) => `${one.slice(0, 12)}\u2026`).join(", ")}`],
          );
          const client = scriptedClient([codeAnswer("a"), "no JSON", codeAnswer("b")]);
          const subject = { name: `Orders of ${all[0] ?? ""}`, description: `Asked for by ${all.at(-1) ?? ""}` };
          const input = generateInput({ body: { orders }, judge: scriptedJudge(quoted), subject, seed });
          const options = { promptBudget: 20_000, maskPaths: ["orders[].customer"] };
          await model(client, options).propose(input);
          const words = wordsSent(client);
          for (const original of all) {
            expect(words).not.toContain(original);
            expect(words).not.toContain(JSON.stringify(original).slice(1, -1));
            if (original.length > 12) expect(words).not.toContain(`${original.slice(0, 12)}\u2026`);
          }
          expect(client.requests.length).toBe(3);
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  it("the values of parameters are in no prompt, also when the code throws them", async () => {
    const endpointConfig = { SHOP: "hidden-shop-12", API_KEY: "k3y-of-the-shop", LATITUDE: 52.5163, DEBUG: true };
    const body = { orders: [{ created: "2026-03-01", amount: 3, link: "/orders?with=k3y-of-the-shop" }] };
    const thrown = openReport(["runs", "fail", `No ${Object.values(endpointConfig).join(", ")} here.`]);
    const client = scriptedClient([codeAnswer("a"), codeAnswer("b"), codeAnswer("c")]);
    await model(client).propose(generateInput({ body, judge: scriptedJudge(thrown), endpointConfig }));
    const words = wordsSent(client);
    for (const value of ["hidden-shop-12", "k3y-of-the-shop", "52.5163"]) expect(words).not.toContain(value);
    expect(words).toContain("No {SHOP}, ");
    expect(words).toContain("{LATITUDE}");
  });

  it("numbers and times stay as they are, whatever they look like", async () => {
    const orders = [
      { created: 1_772_323_200_000, amount: 4_111_111_111_111_111, text: "1772323200000", day: "2026-03-01" },
      { created: 1_772_323_200, amount: 5_550_123, text: "2026-03-01T09:30:00.000+01:00", day: "20260301" },
    ];
    const client = scriptedClient([codeAnswer("a"), codeAnswer("b"), codeAnswer("c")]);
    await model(client).propose(
      generateInput({ body: { orders }, judge: scriptedJudge(openReport(["runs", "fail", "No."])) }),
    );
    expect(client.requests[0]?.messages[1]?.content).toContain(JSON.stringify({ orders }));
  });
});
