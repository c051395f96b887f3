import { afterAll, describe, expect, it } from "vitest";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { furtherTransformers } from "./further-transformers.js";
import { goodTransformers } from "./good-transformers.js";
import { judgeCode, reasonsOf } from "./judge-code.js";
import { unchangedTransformers, wrongTransformers } from "./wrong-transformers.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

describe("code that is right is accepted", () => {
  it.each([...goodTransformers, ...furtherTransformers, ...unchangedTransformers])("%s", async (_, metric, code) => {
    const acceptance = await judgeCode(sandbox, metric, code);
    expect(reasonsOf(acceptance)).toBe("");
    expect(acceptance.report.result).toBe("accepted");
  });
});

describe("code that is wrong is not accepted", () => {
  it.each(wrongTransformers)("%s", async (_, metric, code) => {
    const { report } = await judgeCode(sandbox, metric, code);
    expect(report.result).not.toBe("accepted");
  });
});
