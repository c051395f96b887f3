import { describe, expect, it } from "vitest";
import { MetricsmithError } from "./metricsmith-error.js";
import { toMetricsmithError } from "./to-metricsmith-error.js";

describe("MetricsmithError", () => {
  it("has a message that every storage keeps", () => {
    const message = "a\0b \ud83d c \udc00 d \ud83d\ude00 e\n";
    const storable = "a\ufffdb \ufffd c \ufffd d \ud83d\ude00 e\n";
    expect(new MetricsmithError(message, { code: "STEP_FAILED" }).message).toBe(storable);
    expect(toMetricsmithError(new Error(message), "STEP_FAILED").message).toBe(storable);
  });
});
