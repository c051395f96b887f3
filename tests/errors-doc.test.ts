import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { errorCodes } from "../packages/core/src/errors/error-codes.js";
import { renderErrorsDoc } from "../scripts/lib/render-errors-doc.js";

const written = readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8");

it("docs/errors.md is what `pnpm errors-doc` writes", () => {
  expect(written).toBe(renderErrorsDoc(errorCodes));
});

it("docs/errors.md lists every code exactly once", () => {
  const listed = [...written.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map((match) => match[1] ?? "");
  expect(listed.toSorted()).toEqual(Object.keys(errorCodes).toSorted());
});
