import { readdirSync, readFileSync } from "node:fs";
import type { Case, CasePoint } from "../rules/load-cases.js";

/** A transformer of a list, with the response and the measure that it is for. */
export interface Listed {
  /** `provider/case: what tells it apart`. */
  readonly title: string;
  /** The sentences between the heading and the code. */
  readonly text: string;
  readonly code: string;
  readonly case: Case;
}

/** What a list may state for a transformer that measures something else than its case does. */
interface OtherMeasure {
  readonly measure?: Case["metric"]["measure"];
  readonly kind?: Case["metric"]["kind"];
  /** `[timestamp, value, series]` each. */
  readonly expected?: readonly (readonly [string, number, string?])[];
}

/**
 * The transformers of a directory of Markdown files: under each heading `## provider/case: what tells it apart` one fenced block of
 * code, and before it, where the measure is another than that of the case, one of JSON.
 *
 * @throws {Error} when a title occurs twice, names no case, or has no code.
 */
export function readListing(directory: URL, cases: readonly Case[]): Listed[] {
  const byId = new Map(cases.map((item) => [item.id, item]));
  const files = readdirSync(directory).filter((name) => name.endsWith(".md"));
  const listed = files.sort().flatMap((file) => {
    const [, ...sections] = readFileSync(new URL(file, directory), "utf8").split(/^## /m);
    return sections.map((section) => readSection(section, file, byId));
  });
  const titles = new Set<string>();
  for (const { title } of listed) {
    if (titles.has(title)) throw new Error(`"${title}" is listed twice. Give each transformer a title of its own.`);
    titles.add(title);
  }
  return listed;
}

function readSection(section: string, file: string, cases: ReadonlyMap<string, Case>): Listed {
  const title = section.slice(0, section.indexOf("\n")).trim();
  const item = cases.get(title.split(": ", 1)[0] ?? "");
  if (item === undefined) throw new Error(`"${title}" in ${file} begins with the id of no case.`);
  const body = section.slice(section.indexOf("\n"));
  const code = /^(`{3,})ts\n(.*?)^\1$/ms.exec(body);
  if (code === null) throw new Error(`"${title}" in ${file} has no block of code.`);
  const other = /^```json\n(.*?)^```$/ms.exec(body);
  const text = body.slice(0, Math.min(code.index, other?.index ?? code.index)).trim();
  return {
    title,
    text: text.replace(/\s+/g, " "),
    code: code[2] ?? "",
    case: other === null ? item : withMeasure(item, JSON.parse(other[1] ?? "") as OtherMeasure),
  };
}

function withMeasure(item: Case, { measure, kind, expected }: OtherMeasure): Case {
  const points = expected?.map(([timestamp, value, series = ""]): CasePoint => ({
    timestamp: new Date(timestamp).toISOString(),
    value,
    series,
  }));
  return {
    ...item,
    metric: { ...item.metric, measure: measure ?? item.metric.measure, kind: kind ?? item.metric.kind },
    expected: points ?? item.expected,
  };
}
