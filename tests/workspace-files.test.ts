import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it.each(["pnpm-lock.yaml", ".npmrc", "pnpm-workspace.yaml"])("%s names no registry host", (file) => {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  expect(text).not.toMatch(/https?:\/\/|registry\s*=|tarball:/);
});
