import ts from "typescript";
import { applyEdits, type Edit, parse, replacing } from "./edit-source.js";

/** What the bodies of wrappers may use. Times are kept as they are written, calendar dates as dates. */
const prelude = `
const timeOf = (timestamp) => {
  if (typeof timestamp !== "string") return new Date(timestamp).getTime();
  const isLocal = /T\\d\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?$/.test(timestamp);
  return Date.parse(isLocal ? timestamp + "Z" : timestamp);
};
const moved = (timestamp, byMs) => {
  const text = new Date(timeOf(timestamp) + byMs).toISOString();
  if (typeof timestamp !== "string") return new Date(text);
  if (/^\\d{4}(-\\d\\d){0,2}$/.test(timestamp)) return byMs % 86400000 === 0 ? text.slice(0, 10) : text;
  return /T\\d\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?$/.test(timestamp) ? text.slice(0, timestamp.length) : text;
};
const inOrder = (points) => [...points].sort((a, b) => timeOf(a.timestamp) - timeOf(b.timestamp));
const seriesOf = (point) => point.series ?? "";
const linesOf = (points) => {
  const lines = new Map();
  for (const point of points) lines.set(seriesOf(point), [...(lines.get(seriesOf(point)) ?? []), point]);
  return [...lines.values()];
};
`;

/** The code with its points handed through `body`, statements that see \`points\`, \`response\` and \`context\`. */
export function wrapPoints(code: string, body: string): string {
  return wrapTransform(code, `const points = await original(response, endpointConfig, context);\n${body}`);
}

/** The code with a transform around it whose body may call `original`. */
export function wrapTransform(code: string, body: string): string {
  const wrapper = `export async function transform(response, endpointConfig, context) {\n${body}\n}`;
  return `${applyEdits(code, renamingEdits(code))}\n${prelude}\n${wrapper}\n`;
}

/** Edits that give what the code exports the name `original`. */
function renamingEdits(code: string): Edit[] {
  for (const statement of parse(code).statements) {
    if (ts.isExportAssignment(statement)) {
      return [{ start: statement.getStart(), end: statement.expression.getStart(), text: "const original = " }];
    }
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const exported = modifiers.filter(
      ({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
    );
    if (exported.length === 0) continue;
    const withoutExport = exported.map((modifier) => replacing(modifier, ""));
    if (ts.isFunctionDeclaration(statement)) {
      if (statement.name !== undefined) return [...withoutExport, replacing(statement.name, "original")];
      const parenthesis = code.indexOf("(", statement.getStart());
      return [...withoutExport, { start: parenthesis, end: parenthesis, text: " original" }];
    }
    const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
    if (declaration !== undefined) return [...withoutExport, replacing(declaration.name, "original")];
  }
  throw new Error("The code exports no function.");
}
