import { expect, it } from "vitest";
import { formatAcceptanceReport } from "./format-acceptance-report.js";

it("formatAcceptanceReport() gives a line per check and lets no control characters through", () => {
  const text = formatAcceptanceReport({
    result: "rejected",
    support: null,
    checks: [
      { name: "runs", verdict: "pass", message: "The code ran within its limits." },
      { name: "not-empty", verdict: "unknown", message: "Awaiting data." },
      { name: "values", verdict: "fail", message: "Point 0\n\u001b[31m is bad." },
    ],
  });
  expect(text).toBe(
    [
      "rejected (1 pass, 1 fail, 1 unknown)",
      "  \u2713 runs       The code ran within its limits.",
      "  ? not-empty  Awaiting data.",
      "  \u2717 values     Point 0 [31m is bad.",
    ].join("\n"),
  );
});
