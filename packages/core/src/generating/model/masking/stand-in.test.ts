import { describe, expect, it } from "vitest";
import { seededRandom } from "../seeded-random.js";
import { standInFor } from "./stand-in.js";

const standIn = (text: string, seed = 1): string => standInFor(text, seededRandom(seed));

describe("standInFor", () => {
  it.each([
    ["jane.doe@mail.example.com", /^[a-z]{4}\.[a-z]{3}@[a-z]{4}\.[a-z]{7}\.com$/],
    ["jane%40example.com", /^[a-z]{4}%40[a-z]{7}\.com$/],
    ["sk_live_4eC39HqLyj", /^sk_live_\d[a-z][A-Z]\d\d[A-Z][a-z][A-Z][a-z]{2}$/],
    ["Bearer abc123", /^Bearer [a-z]{3}\d{3}$/],
    ["9f86d081-88bc-4c7d", /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}$/],
    ["DE89 3704 0044", /^DE\d\d \d{4} \d{4}$/],
    ["+49 30 1234567", /^\+[1-9]\d \d\d \d{7}$/],
    ["1985-04-23", /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:[01]\d|2[0-8])$/],
    ["1985-04-23T05:06:07.89+02:00", /^\d{4}-\d\d-\d\dT[012]\d:[0-5]\d:[0-5]\d\.\d\d\+02:00$/],
    ["Ümit O'Neil", /^[A-Z][a-z]{3} [A-Z]'[A-Z][a-z]{3}$/],
    ["\u738b\u5c0f\u660e", /^\p{Script=Han}{3}$/u],
    ["0.75", /^0\.\d\d$/],
  ])("%s keeps its form", (text, form) => {
    const shown = standIn(text);
    expect(shown).toMatch(form);
    expect(shown).toHaveLength(text.length);
    expect(shown).not.toBe(text);
  });

  it("is another one with another seed, and the same one with the same", () => {
    expect(standIn("jane.doe@example.com")).toBe(standIn("jane.doe@example.com"));
    expect(standIn("jane.doe@example.com")).not.toBe(standIn("jane.doe@example.com", 2));
  });
});
