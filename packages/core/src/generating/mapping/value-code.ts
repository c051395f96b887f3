import type { MappingPath } from "../../transformers/mapping-path.js";
import type { MappingValue } from "../../transformers/mapping-value.js";
import { valuePaths } from "../../transformers/mapping-field-paths.js";
import { indentCode } from "./indent-code.js";
import type { NoPointsCode } from "./no-points-code.js";
import { pathText, quotedPaths } from "./path-code.js";
import { stringLiteral } from "./string-literal.js";

/** How paths and records are written around a value. */
export interface ValueSurroundings {
  /** An expression for what is at a path; missing texts are taken out of it. */
  readonly foundCode: (path: MappingPath) => string;
  /** The same of an expression. */
  readonly presentCode: (found: string) => string;
  /** The variable that names the record in messages. */
  readonly name: string;
  readonly skip: NoPointsCode["skip"];
}

/** Reads `value`, and of lines side by side `series`, and does `each` with every value that is there. */
export function valueCode(value: MappingValue, each: readonly string[], around: ValueSurroundings): string[] {
  if (value === "count") return [...each];
  const variable = value.scale === undefined ? "value" : "unscaled";
  const scaled = value.scale === undefined ? [] : [`const value = unscaled ${scaleCode(value.scale)};`];
  const lacking = `a value at ${quotedPaths(valuePaths(value).map(([path]) => path))}`;
  const skip = around.skip(variable, lacking);
  if ("path" in value) {
    const read = readCode(value, around.foundCode(value.path), stringLiteral(pathText(value.path)), around.name);
    return [`const ${variable} = ${read};`, ...skip, ...scaled, ...each];
  }
  if ("bySeries" in value) {
    const entries = Object.entries(value.bySeries).map(([series, path]) => {
      const read = readCode(value, around.foundCode(path), stringLiteral(pathText(path)), around.name);
      return `[${stringLiteral(series)}, ${read}],`;
    });
    return [
      "const lines = [",
      ...indentCode(entries),
      "];",
      `for (const [series, ${variable}] of lines) {`,
      ...indentCode([...skip, ...scaled, ...each]),
      "}",
    ];
  }
  const path = value.bySeriesKeys;
  const place = stringLiteral(pathText(path));
  const prefix = path === "" || path === "$" ? "" : `${stringLiteral(`${pathText(path)}.`)} + `;
  const read = readCode(value, around.presentCode("lines[series]"), `${prefix}series`, around.name);
  const excepted = (value.except ?? []).map(stringLiteral).join(", ");
  return [
    `const lines = linesAt(${around.foundCode(path)}, ${place}, ${around.name});`,
    ...around.skip("lines", `values at ${quotedPaths([path])}`),
    "for (const series of Object.keys(lines)) {",
    ...indentCode([
      ...(excepted === "" ? [] : [`if ([${excepted}].includes(series)) continue;`]),
      `const ${variable} = ${read};`,
      ...around.skip(variable, `values at ${quotedPaths([path])}`),
      ...scaled,
      ...each,
    ]),
    "}",
  ];
}

const readers = { plain: "readValue", comma: "readCommaNumber", "point-grouped": "readPointGroupedNumber" } as const;

function readCode(value: Exclude<MappingValue, "count">, found: string, place: string, name: string): string {
  return `${readers[value.decimal ?? "plain"]}(${found}, ${place}, ${name})`;
}

/** Division where the factor is 1/n: 1999 / 100 is 19.99, 1999 * 0.01 is not. */
function scaleCode(scale: number): string {
  const divisor = Math.round(1 / scale);
  return Math.abs(scale) < 1 && 1 / divisor === scale ? `/ ${divisor}` : `* ${scale}`;
}
