import { readdirSync, readFileSync } from "node:fs";
import { describeStorageAdapter } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { fileStorage } from "../src/file-storage.js";
import { provingTopics, shownFiles } from "./document.js";

const document = readFileSync(new URL("../../../docs/write-an-adapter.md", import.meta.url), "utf8");
const example = new URL("../", import.meta.url);

describe("docs/write-an-adapter.md", () => {
  const shown = shownFiles(document);

  it("shows every file of the adapter, and its conformance test", () => {
    const sources = readdirSync(new URL("src/", example)).map((name) => `src/${name}`);
    expect(new Set(shown.map(({ path }) => path))).toEqual(new Set([...sources, "test/conformance.test.ts"]));
  });

  it.each(shown)("shows $path from its first line to its last, as it is", ({ path, code }) => {
    expect(code).toBe(readFileSync(new URL(path, example), "utf8"));
  });

  it("says of every conformance topic which step it proves, and names no other", () => {
    expect(new Set(provingTopics(document))).toEqual(conformanceTopics());
  });
});

describe("shownFiles", () => {
  it("joins the blocks of a file in their order and leaves other code out", () => {
    const text =
      "```ts src/a.ts\none\n```\ntext\n```ts\nother\n```\n```ts src/b.ts\nb\n```\n```ts src/a.ts\ntwo\n```\n";
    expect(shownFiles(text)).toEqual([
      { path: "src/a.ts", code: "one\n\ntwo\n" },
      { path: "src/b.ts", code: "b\n" },
    ]);
  });
});

/** Names of the groups of tests in the suite. */
function conformanceTopics(): Set<string> {
  const topics = new Set<string>();
  const path: string[] = [];
  describeStorageAdapter({
    runner: {
      describe(name, body) {
        path.push(name);
        body();
        path.pop();
      },
      it: () => topics.add(path.at(-1)?.replace("shown ", "") ?? ""),
    },
    name: "shown",
    create: async () => fileStorage("never opened"),
  });
  return topics;
}
