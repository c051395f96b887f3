import { describe, expect, it } from "vitest";
import { type ModelOptions, resolveModelOptions } from "./model-options.js";

describe("resolveModelOptions", () => {
  it("has a default for everything", () => {
    expect(resolveModelOptions()).toMatchObject({
      promptBudget: 60_000,
      maximumOutputTokens: 4_000,
      timeoutMs: 60_000,
      rounds: 3,
      temperatures: [0, 0.2, 0.6],
      maskPaths: [],
      detectors: ["email", "token", "secret-key", "card", "iban", "phone"],
      maximumRetries: 2,
      backoffMs: 1_000,
      maximumInProcessWaitMs: 20_000,
    });
  });

  it.each([
    [{ promptBudget: 19_999 }, "Option promptBudget is 19999. It must be a whole number from 20000 to 4000000."],
    [{ maximumOutputTokens: 0 }, "Option maximumOutputTokens is 0. It must be a whole number from 100 to 200000."],
    [{ timeoutMs: Number.NaN }, "Option timeoutMs is null. It must be a whole number from 1 to 3600000."],
    [{ rounds: 0 }, "Option rounds is 0. It must be a whole number from 1 to 10."],
    [{ rounds: 1.5 }, "Option rounds is 1.5. It must be a whole number from 1 to 10."],
    [{ temperatures: [0, 2] }, "Option temperatures is [0,2]. It must be a list of numbers from 0 to 1."],
    [
      { maskPaths: ["data[0].name"] },
      'Option maskPaths is "data[0].name". It must be a list of paths, such as data[].customer.email.',
    ],
    [
      { detectors: ["emails"] as never },
      'Option detectors is "emails". It must be a list of email, token, secret-key, card, iban, phone, private-address.',
    ],
    [{ maximumRetries: 6 }, "Option maximumRetries is 6. It must be a whole number from 0 to 5."],
  ] satisfies [ModelOptions, string][])("refuses %j", (options, message) => {
    expect(() => resolveModelOptions(options)).toThrow(message);
    expect(() => resolveModelOptions(options)).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
  });
});
