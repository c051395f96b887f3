import { readFileSync } from "node:fs";
import { memoryStorage } from "@metricsmith/adapter-memory";
import * as testkit from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { collectStorageSuite } from "./collecting-runner.js";

const readme = readFileSync(new URL("../../packages/testkit/README.md", import.meta.url), "utf8");

describe("the README of the testkit", () => {
  it("names every export", () => {
    expect(Object.keys(testkit).filter((name) => !readme.includes(name))).toEqual([]);
  });

  it("lists the topics of the suite in their order", () => {
    const listed = [...readme.matchAll(/^\| ([\w ]+?) +\| /gm)].map(([, topic]) => topic);
    const start = listed.indexOf("the storage itself");
    const names = collectStorageSuite(() => memoryStorage()).map(({ topic }) => topic.replace(/^collected /, ""));
    const topics = [...new Set(names)];
    expect(listed.slice(start, start + topics.length)).toEqual(topics);
  });
});
