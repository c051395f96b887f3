import { afterAll, describe, expect, it } from "vitest";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { goodTransformers } from "./good-transformers.js";
import { judgeCode, reasonsOf } from "./judge-code.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

describe("code that is right is accepted", () => {
  it.each(goodTransformers)("%s", async (_, metric, code) => {
    const acceptance = await judgeCode(sandbox, metric, code);
    expect(reasonsOf(acceptance)).toBe("");
    expect(acceptance.report.result).toBe("accepted");
  });
});
