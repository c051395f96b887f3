import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSecretRedactor } from "./secret-redactor.js";

describe("createSecretRedactor", () => {
  it("returns the same buffer when it holds no secret", () => {
    const bytes = Buffer.from('{"a":"nothing here"}');
    expect(createSecretRedactor(["s3cret"]).redactBytes(bytes)).toBe(bytes);
  });

  it("replaces every occurrence, at the edges and next to each other", () => {
    const redactor = createSecretRedactor(["s3cret", "me:s3cret"]);
    expect(redactor.redactBytes(Buffer.from("s3crets3cret x me:s3cret")).toString()).toBe(
      "[secret][secret] x [secret]",
    );
    expect(redactor.redactText("s3crets3cret x me:s3cret")).toBe("[secret][secret] x [secret]");
  });

  it("leaves JSON valid and everything else in it as it was, whatever the secret", () => {
    const secret = fc.string({ minLength: 6, unit: "grapheme" }).filter((text) => /[^\d\s[\]{}:,"]/u.test(text));
    fc.assert(
      fc.property(secret, (text) => {
        fc.pre(!"[secret]otherxyzkeyrow".includes(text));
        const body = JSON.stringify({ row: [1, "xyz"], key: `a${text}b`, other: encodeURIComponent(text) });
        const redacted = createSecretRedactor([text]).redactBytes(Buffer.from(body)).toString();
        expect(JSON.parse(redacted)).toEqual({ row: [1, "xyz"], key: "a[secret]b", other: "[secret]" });
      }),
      { numRuns: 200 },
    );
  });
});

describe("a secret that an API sends back", () => {
  const secret = "sk_live+/=AbC:d&é";
  const redactor = createSecretRedactor([secret]);
  const escape = (pattern: RegExp, write: (character: string) => string) => secret.replace(pattern, write);
  const unicode = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const percent = (character: string) => encodeURIComponent(character);

  it.each([
    ["with HTML-safe escapes, as Gson writes them", escape(/[=&]/g, unicode)],
    [
      "with a plus as an escape, as .NET writes it",
      escape(/[+&é]/g, (character) => unicode(character).toUpperCase().replace("U", "u")),
    ],
    ["with nothing but escapes", escape(/[^]/g, unicode)],
    ["with escapes in JSON in JSON", JSON.stringify(escape(/[=&]/g, unicode)).slice(1, -1)],
    ["percent-encoded in part", escape(/[+=é]/g, percent)],
    ["percent-encoded in full", escape(/[^é]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)],
    ["percent-encoded twice", encodeURIComponent(escape(/[/=é]/g, percent))],
    ["percent-encoded, with the percent sign as an escape", escape(/[/=]/g, percent).replaceAll("%", "%25")],
  ])("is replaced %s", (_name, sent) => {
    const body = `{"a":"x${sent}y"}`;
    expect(redactor.redactText(body)).toBe('{"a":"x[secret]y"}');
    expect(redactor.redactBytes(Buffer.from(body)).toString()).toBe('{"a":"x[secret]y"}');
    expect(redactor.includesSecret(body)).toBe(true);
  });

  it.each(["", "x", "xy", "Bearer "])("is replaced in base64 behind %j", (before) => {
    const encoded = Buffer.from(`${before}${secret} and more`).toString("base64");
    const redacted = redactor.redactText(encoded);
    expect(redacted).toContain("[secret]");
    expect(Buffer.from(redacted.replace("[secret]", "").slice(0, 40), "base64").toString("latin1")).not.toContain(
      "live",
    );
    expect(redactor.redactText(Buffer.from(`${before}${secret} and more`).toString("base64url"))).toContain("[secret]");
  });

  it("is not seen in other text", () => {
    for (const text of ["sk_live+/=AbC:d&", "sk_live \\u003d %3D", "\\u", "%", "%25%25%25"]) {
      expect(redactor.redactText(text)).toBe(text);
      expect(redactor.includesSecret(text)).toBe(false);
    }
  });
});
