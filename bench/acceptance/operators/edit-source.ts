import ts from "typescript";

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function parse(code: string): ts.SourceFile {
  return ts.createSourceFile("transformer.ts", code, ts.ScriptTarget.ES2022, true);
}

/** What `select` gives for the nodes of the code, in order. */
export function collect<Item>(code: string, select: (node: ts.Node) => readonly Item[]): Item[] {
  const found: Item[] = [];
  const visit = (node: ts.Node): void => {
    found.push(...select(node));
    ts.forEachChild(node, visit);
  };
  visit(parse(code));
  return found;
}

/** The edits must not overlap. */
export function applyEdits(code: string, edits: readonly Edit[]): string {
  let text = code;
  for (const { start, end, text: inserted } of [...edits].sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + inserted + text.slice(end);
  }
  return text;
}

export function replacing(node: ts.Node, text: string): Edit {
  return { start: node.getStart(), end: node.getEnd(), text };
}

export function isNumber(node: ts.Node, value?: number): node is ts.NumericLiteral {
  return ts.isNumericLiteral(node) && (value === undefined || Number(node.text) === value);
}

/** Methods that visit a list. */
const visiting = new Set(["map", "flatMap", "filter", "reduce", "forEach"]);

/** The lists that the code visits, with the whole call where a method does. */
export function visitedLists(code: string): { readonly list: ts.Expression; readonly method: string | null }[] {
  return collect<{ list: ts.Expression; method: string | null }>(code, (node) => {
    if (ts.isForOfStatement(node)) return [{ list: node.expression, method: null }];
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
    const { name, expression } = node.expression;
    return visiting.has(name.text) ? [{ list: expression, method: name.text }] : [];
  });
}
