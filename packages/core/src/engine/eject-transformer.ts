import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { RequestDefinition } from "../metrics/request-definition.js";
import { unwrapCode } from "../sandbox/worker/unwrap-code.js";
import type { Transformer } from "../transformers/transformer.js";
import { ejectedClock, ejectedRuntime } from "./ejected-runtime.js";

/** A file that makes the points of a metric without the library. */
export interface EjectedFile {
  /** Such as "daily-sales.ts", and "daily-sales.historical.ts" for the historical request. */
  readonly fileName: string;
  /** TypeScript without imports, which exports `metric`, `transform` and `toPoints(response, options)`. */
  readonly source: string;
}

const startMark = "//#region transform";
const endMark = "//#endregion transform";

/** The files of a transformer: one, or two when the historical request has code of its own. They hold no secrets and no data. */
export function ejectTransformer(input: {
  readonly metric: Metric;
  readonly transformer: Transformer;
  readonly request: RequestDefinition;
  readonly historicalRequest: RequestDefinition | null;
}): EjectedFile[] {
  const { metric, transformer, request, historicalRequest } = input;
  const name = fileNameOf(metric.name);
  const files = [{ fileName: `${name}.ts`, source: fileOf(metric, transformer, request, transformer.code) }];
  if (transformer.historicalCode === null) return files;
  const historical = fileOf(metric, transformer, historicalRequest ?? request, transformer.historicalCode);
  return [...files, { fileName: `${name}.historical.ts`, source: historical }];
}

/**
 * The transformer's code in an ejected file, edited or not; a file without the marks of one is taken as it is.
 *
 * @throws {MetricsmithError} TRANSFORM_CONTRACT when there is no function `transform` in it
 */
export function importedCode(source: string): string {
  const start = source.search(/^\/\/#region transform\s*$/m);
  const end = source.lastIndexOf(`\n${endMark}`);
  const code = start === -1 || end < start ? source : source.slice(start + startMark.length, end);
  if (/\btransform\b|=>|\bfunction\b/.test(code)) return `${code.trim()}\n`;
  throw new MetricsmithError(
    `The file holds no transformer: there is no function \`transform\`${start === -1 ? "" : ` between ${startMark} and ${endMark}`}.`,
    { code: "TRANSFORM_CONTRACT" },
  );
}

function fileOf(metric: Metric, transformer: Transformer, request: RequestDefinition, code: string): string {
  const { isExported, text } = moduleCode(code);
  const described = {
    name: metric.name,
    measure: metric.measure,
    kind: metric.kind,
    timezone: metric.timezone,
    request: { method: request.method ?? "GET", endpoint: request.endpoint, format: request.format ?? "json" },
    transformer: { version: transformer.version, origin: transformer.origin, codeHash: transformer.codeHash },
  };
  return `${[
    `// Makes the points of the metric ${inOneLine(metric.name)} without Metricsmith: await toPoints(response).`,
    "// @ts-nocheck: the transformer stands here as it was stored, with or without types.",
    `export const metric = ${withoutLineEnds(JSON.stringify(described, null, 2))} as const;`,
    ejectedClock,
    `${startMark}\n${text.trim()}\n${endMark}`,
    ...(isExported ? [] : ["export { transform };"]),
    ejectedRuntime,
  ].join("\n\n")}\n`;
}

/**
 * The code as part of a module that has a `transform`, whatever form it was written in.
 *
 * @throws {MetricsmithError} TRANSFORM_CONTRACT when its default export is one function and its `transform` another
 */
function moduleCode(code: string): { isExported: boolean; text: string } {
  const { code: text } = unwrapCode(code);
  if (/^\s*export\s+(?:async\s+)?(?:function\*?|const|let|var)\s+transform\b/m.test(text))
    return { isExported: true, text };
  const isDeclared = /^\s*(?:async\s+)?(?:function\*?|const|let|var)\s+transform\b/m.test(text);
  const byDefault = /^\s*export\s+default\s+/m;
  if (byDefault.test(text)) {
    const isName = /^\s*export\s+default\s+transform\s*;?\s*$/m;
    if (isName.test(text)) return { isExported: false, text: text.replace(isName, "") };
    if (!isDeclared || /^\s*export\s+default\s+(?:async\s+)?function\s+transform\b/m.test(text)) {
      const isFunction = /^\s*export\s+default\s+(?:async\s+)?function\s+transform\b/m.test(text);
      return { isExported: false, text: text.replace(byDefault, isFunction ? "\n" : "\nconst transform = ") };
    }
    throw new MetricsmithError(
      "The code exports one function by default and declares another one as transform, so it cannot be ejected. Rename one of them.",
      { code: "TRANSFORM_CONTRACT" },
    );
  }
  if (isDeclared || /\bexport\s*\{[^}]*\btransform\b/.test(text)) {
    return { isExported: /\bexport\s*\{[^}]*\btransform\b/.test(text), text };
  }
  return { isExported: false, text: `const transform = ${text.trim().replace(/[;\s]+$/, "")};` };
}

/** A text within a comment, which ends at more characters than JSON escapes. */
function inOneLine(text: string): string {
  return withoutLineEnds(JSON.stringify(text));
}

function withoutLineEnds(json: string): string {
  return json.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function fileNameOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.length === 0 ? "metric" : words.join("-").slice(0, 60);
}
