import { expect, it } from "vitest";
import { unwrapCode } from "./unwrap-code.js";

const fence = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\`\n`;

it("returns text without fences as it is", () => {
  const code = "const transform = () => `a ``` b`;";
  expect(unwrapCode(code)).toEqual({ code, linesBefore: 0 });
});

it("prefers scripts that contain `transform`, then the longest", () => {
  const text = `First\n${fence("json", '{ "transform": "a much longer block of another language" }')}${fence("js", "function helper() { return 'long enough to win'; }")}${fence("ts", "const transform = 1;")}${fence("typescript", "const transform = 12;")}`;
  expect(unwrapCode(text)).toMatchObject({ code: "const transform = 12;", linesBefore: 11 });
});

it("takes a fence that was never closed", () => {
  expect(unwrapCode("```ts\nconst transform = 1;")).toMatchObject({ code: "const transform = 1;", linesBefore: 1 });
});
