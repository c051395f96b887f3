import { describe, expect, it } from "vitest";
import { isSecretMember, maskDetectors, replaceDetected, usualDetectors } from "./mask-detectors.js";

const found = (text: string, detectors = usualDetectors): string[] => {
  const matches: string[] = [];
  replaceDetected(text, new Set(detectors), (match) => {
    matches.push(match);
    return match;
  });
  return matches;
};

describe("replaceDetected", () => {
  it.each([
    ["write to jane.doe+x@mail.example.com.", ["jane.doe+x@mail.example.com"]],
    ["?q=jane%40example.com", ["jane%40example.com"]],
    ["key sk_live_4eC39HqLyjWDarjtT1zdp7dc!", ["sk_live_4eC39HqLyjWDarjtT1zdp7dc"]],
    ["ghp_16C7e42F292c6912E7710c838347Ae178B4a", ["ghp_16C7e42F292c6912E7710c838347Ae178B4a"]],
    ["AKIAIOSFODNN7EXAMPLE", ["AKIAIOSFODNN7EXAMPLE"]],
    ["Bearer abcdefgh.ijkl=", ["abcdefgh.ijkl="]],
    [
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n",
      ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n"],
    ],
    ["postgres://app:hunter22@db.example.com/x", ["hunter22"]],
    ["https://example.com/a?page=2&api_key=abc123def&x=1", ["abc123def"]],
    ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"]],
    ["DE89 3704 0044 0532 0130 00", ["DE89 3704 0044 0532 0130 00"]],
    ["GB82WEST12345698765432", ["GB82WEST12345698765432"]],
    ["4111 1111 1111 1111", ["4111 1111 1111 1111"]],
    ["378282246310005", ["378282246310005"]],
    ["call +49 30 1234567.", ["+49 30 1234567"]],
    ["call (555) 123-4567 or 555-123-4567", ["(555) 123-4567", "555-123-4567"]],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34\n-----END", ["\nMIIBOgIBAAJBAKj34\n"]],
  ])("finds in %j", (text, matches) => {
    expect(found(text)).toEqual(matches);
  });

  // Each of them is measured, counted by or grouped by somewhere.
  it.each([
    "2026-03-01",
    "2026-03-01T09:30:00.000+01:00",
    "20260301T093000Z",
    "1772323200000",
    "4111111111111112",
    "123456789012345678901234567890",
    "-12.345678901234567",
    "+12.5",
    "1,234,567.89",
    "5e-7",
    "DE12 3456",
    "number_of_customers_in_2024_by_region",
    "https://api.example.com/repos/facebook/react/issues?page=2",
    "https://api.example.com/x?api_key={API_KEY}",
    "v1.2.3-beta.4+build.5",
    "10.0.0.1",
    "Ceci n'est pas un secret: 100 %, 3 @ 4",
    "react",
  ])("finds nothing in %j", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("finds only what it is to find", () => {
    const text = "10.1.2.3 jane@example.com";
    expect(found(text, ["private-address"])).toEqual(["10.1.2.3"]);
    expect(found(text, [])).toEqual([]);
    expect(found(text, maskDetectors)).toEqual(["jane@example.com", "10.1.2.3"]);
  });

  it("replaces a secret inside of a secret once, by the whole", () => {
    const text = "https://u:sk_live_4eC39HqLyjWDarjtT1zdp7dc@example.com";
    expect(replaceDetected(text, new Set(usualDetectors), () => "-")).toBe("https://u:-@example.com");
  });

  it("takes time in proportion to the text, also for texts made to take long", () => {
    for (const text of [
      "a".repeat(1e6),
      "+1 ".repeat(3e5),
      "a@".repeat(5e5),
      "DE89 ".repeat(2e5),
      "://a:".repeat(2e5),
    ]) {
      const started = performance.now();
      found(text);
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });
});

describe("isSecretMember", () => {
  it.each([
    ["password", "x"],
    ["userPassword", "hunter"],
    ["client_secret", "short"],
    ["Authorization", "Basic x"],
    ["Set-Cookie", "a=b"],
    ["access_token", "abc123def"],
    ["apiKey", "abc123def"],
    ["nextPageToken", "CDIQAA12"],
  ])("%s: %s is one", (key, text) => {
    expect(isSecretMember(key, text)).toBe(true);
  });

  it.each([
    ["token", "ETH"],
    ["token_name", "Wrapped Bitcoin"],
    ["total_tokens", "17"],
    ["passwordless", "true"],
    ["secretary", "Jane"],
    ["password", ""],
    ["author", "authorization"],
  ])("%s: %s is none", (key, text) => {
    expect(isSecretMember(key, text)).toBe(false);
  });
});
