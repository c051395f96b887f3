import { basicHelpers } from "./basic-helpers.js";
import { calendarHelpers } from "./calendar-helpers.js";
import type { CodeHelpers } from "./code-helper.js";
import { noPointsHelpers } from "./no-points-helpers.js";
import { numberHelpers } from "./number-helpers.js";
import { recordHelpers } from "./record-helpers.js";
import { tableHelpers } from "./table-helpers.js";
import { timeHelpers } from "./time-helpers.js";
import { writtenDateHelpers } from "./written-date-helpers.js";
import { writtenTimeHelpers } from "./written-time-helpers.js";

// Written for the sandbox: plain data in, no library but the language.
const codeHelpers: CodeHelpers = {
  ...tableHelpers,
  ...numberHelpers,
  ...recordHelpers,
  ...writtenTimeHelpers,
  ...writtenDateHelpers,
  ...timeHelpers,
  ...calendarHelpers,
  ...noPointsHelpers,
  ...basicHelpers,
};

/** The sources of the helpers that `code` calls, and of those that they call, in a fixed order. */
export function codeHelpersFor(code: string): string[] {
  const wanted = new Set<string>();
  const want = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const needed of codeHelpers[name]?.needs ?? []) want(needed);
  };
  const withoutTexts = code.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  for (const [called] of withoutTexts.matchAll(/\b[a-zA-Z]+(?=\()/g))
    if (Object.hasOwn(codeHelpers, called)) want(called);
  return Object.entries(codeHelpers).flatMap(([name, { source }]) => (wanted.has(name) ? [source] : []));
}
