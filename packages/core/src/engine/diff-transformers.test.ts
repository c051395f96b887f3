import { expect, it } from "vitest";
import type { Transformer } from "../transformers/transformer.js";
import { diffTransformers } from "./diff-transformers.js";

const version = (fields: Partial<Transformer>): Transformer =>
  ({ version: 1, code: "", historicalCode: null, mapping: null, ...fields }) as Transformer;

it("diffTransformers() shows the lines that changed, and nothing where nothing has", () => {
  const from = version({ code: "a\nb\nc\n", mapping: { records: "items" } });
  const to = version({ version: 2, code: "a\nB\nc\n", mapping: { records: "items" }, historicalCode: "h\n" });
  const { code, historicalCode, mapping } = diffTransformers(from, to);
  expect(code).toContain("--- version 1");
  expect(code).toContain("+++ version 2");
  expect(code).toContain(" a\n-b\n+B\n c\n");
  expect(historicalCode).toContain("+h\n");
  expect(mapping).toBe("");
});
