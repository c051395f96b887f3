import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../util/json.js";
import { fillText, fillValue } from "./fill-template.js";
import { listPlaceholders, listVariables } from "./list-template-names.js";
import { tokenizeTemplate } from "./template-text.js";

const values = {
  endpointConfig: { OWNER: "acme", LIMIT: 5 },
  variables: { date: "2026-03-01", tags: ["a", "b"], nested: { deep: { on: true }, none: null } },
};
const fill = (template: Parameters<typeof fillValue>[0]) => fillValue(template, "body", values);

describe("fillValue", () => {
  it("fills in texts at any depth and leaves keys alone", () => {
    expect(fill({ "{OWNER}": ["{OWNER}/x", { since: "from {{ date }}" }], n: 1, t: null })).toEqual({
      "{OWNER}": ["acme/x", { since: "from 2026-03-01" }],
      n: 1,
      t: null,
    });
  });

  it("keeps the type of a value that is the whole text", () => {
    expect(fill(["{LIMIT}", "{{nested.deep.on}}", "{{tags}}", "{{nested.none}}", "{{tags.1}}", "{LIMIT}0"])).toEqual([
      5,
      true,
      ["a", "b"],
      null,
      "b",
      "50",
    ]);
  });

  it.each(['{"a":{"b":1}}', "query{viewer{login}}", "{ OWNER }", "{owner}", "{}", "{{}}", "{{ a b }}", "}}{{", "a{{"])(
    "leaves the braces of %s alone",
    (text) => expect(fill(text)).toBe(text),
  );

  it("does not fill in what a value brings", () => {
    expect(
      fillText("{OWNER}", "endpoint", { endpointConfig: { OWNER: "{{date}}" }, variables: values.variables }),
    ).toBe("{{date}}");
  });

  it.each([
    [
      { filter: { from: "{{yesterdy}}" } },
      "body.filter.from: unknown variable {{yesterdy}}; known are date, tags, nested",
    ],
    [
      { list: ["x", "{{nested.deep.off}}"] },
      "body.list[1]: unknown variable {{nested.deep.off}}; known are nested.deep.on",
    ],
    ["{{date.x}}", "body: unknown variable {{date.x}}; known are none"],
    ["{OWNR}", "body: unknown placeholder {OWNR}; keys of endpointConfig are OWNER, LIMIT"],
    ["{{constructor}}", "body: unknown variable {{constructor}}; known are date, tags, nested"],
    ["{{tags.length}}", "body: unknown variable {{tags.length}}; known are none"],
    ["x {{tags}}", "body: {{tags}} is a list, which cannot be written into a text"],
    ["x {{nested.none}}", "body: {{nested.none}} is null, which cannot be written into a text"],
  ])("names the field: %j", (template, message) => {
    expect(() => fill(template)).toThrow(message);
  });

  it("gives back any JSON value that has no names in it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const body = value as JsonValue;
        fc.pre(
          listVariables({ endpoint: "", body }).length === 0 && listPlaceholders({ endpoint: "", body }).length === 0,
        );
        expect(JSON.stringify(fill(body))).toBe(JSON.stringify(body));
      }),
    );
  });
});

describe("tokenizeTemplate", () => {
  it("loses no character of the text", () => {
    const piece = fc.constantFrom("{", "}", "{{", "}}", "A", "a", ".", " ", "{OWNER}", "{{a.b}}");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces
          .join("")
          .replaceAll(/\{\{\s+/g, "{{")
          .replaceAll(/\s+\}\}/g, "}}");
        const written = tokenizeTemplate(text).map((token) => {
          if (token.type === "text") return token.text;
          return token.type === "placeholder" ? `{${token.name}}` : `{{${token.name}}}`;
        });
        expect(written.join("")).toBe(text);
      }),
    );
  });
});

describe("listPlaceholders and listVariables", () => {
  const request = {
    endpoint: "https://a.example/{OWNER}/{{env}}?x={REPO}",
    headers: { "x-a": "{{a.b}}" },
    query: { q: ["{OWNER}", 1, null], z: undefined },
    body: { c: { d: "{DEEP} {{env}}" } },
  };

  it("list each name once, in order of appearance", () => {
    expect(listPlaceholders(request)).toEqual(["OWNER", "REPO", "DEEP"]);
    expect(listVariables(request)).toEqual(["env", "a.b"]);
  });
});
