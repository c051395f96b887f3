import type { ErrorCategory, errorCodes } from "../../packages/core/src/errors/error-codes.js";

const categories: Readonly<Record<ErrorCategory, string>> = {
  config: "The host or the user must change something. Never retried, never sent to a model.",
  transient: "The outside world is unwell. Retried later, never sent to a model.",
  data: "The response no longer has the shape the transformer expects. May be healed.",
  internal: "Storage, cancellation, a lost lease, or a bug of the library. No effect on the metric or on healing.",
};

/** The text of `docs/errors.md`: one table per category, codes in the order of the source. */
export function renderErrorsDoc(codes: typeof errorCodes): string {
  const sections = Object.entries(categories).map(([category, description]) => {
    const rows = Object.entries(codes)
      .filter(([, entry]) => entry.category === category)
      .map(([code, entry]) => `| \`${code}\` | ${cell(entry.meaning)} | ${cell(entry.nextStep)} |`);
    const table = ["| code | when | what to do |", "| --- | --- | --- |", ...rows].join("\n");
    return `## ${category}\n\n${description}\n\n${table}\n`;
  });
  return `${introduction}\n${sections.join("\n")}`;
}

const introduction = `# Errors

Every error of the library is a \`MetricsmithError\` with a \`code\` and a \`category\`. The category says who has to act, and
so whether retrying or healing makes sense. Codes are public API: new ones are added, none is renamed.

Written by \`pnpm errors-doc\` from \`packages/core/src/errors/error-codes.ts\`.
`;

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
