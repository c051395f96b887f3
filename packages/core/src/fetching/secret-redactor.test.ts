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
