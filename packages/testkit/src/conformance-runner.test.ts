import { describe as nodeDescribe, it as nodeIt } from "node:test";
import { describe, expectTypeOf, it } from "vitest";
import type { ConformanceRunner } from "./conformance-runner.js";

describe("ConformanceRunner", () => {
  it("takes the functions of vitest and node:test as they are", () => {
    expectTypeOf({ describe, it }).toExtend<ConformanceRunner>();
    expectTypeOf({ describe: nodeDescribe, it: nodeIt }).toExtend<ConformanceRunner>();
  });
});
