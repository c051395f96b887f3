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

it("formatAcceptanceReport() says what points come from, marks what holds, and keeps to 80 columns", () => {
  const text = formatAcceptanceReport({
    result: "held",
    support: { value: ["data[].amount"], time: ["data[].created"], series: [] },
    checks: [
      { name: "influence", verdict: "pass", isNeeded: true, message: "The values come from data[].amount." },
      {
        name: "measure",
        verdict: "unknown",
        isNeeded: true,
        message: '"amount" may be data[].amount or data[].amount_refunded; the value comes from data[].amount.',
      },
    ],
  });
  expect(text.split("\n")).toEqual([
    "held (1 pass, 1 unknown)",
    "    value from  data[].amount",
    "    time from   data[].created",
    "  \u2713 influence   The values come from data[].amount.",
    '  ! measure     "amount" may be data[].amount or data[].amount_refunded; the',
    "                value comes from data[].amount.",
  ]);
});

it("formatAcceptanceReport() ends with what the code wrote to its console", () => {
  const text = formatAcceptanceReport({
    result: "rejected",
    support: null,
    checks: [{ name: "runs", verdict: "fail", message: "It threw." }],
    console: ["3 rows", "row 2\u001b[2Jhas no amount"],
  });
  expect(text.split("\n").slice(1)).toEqual([
    "  \u2717 runs     It threw.",
    "    console  3 rows",
    "             row 2 [2Jhas no amount",
  ]);
});
