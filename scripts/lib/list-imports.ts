import ts from "typescript";

interface ListedImport {
  readonly specifier: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Every module a TypeScript source names: imports and re-exports, also type-only ones, `import()` and `require()`. */
export function listImports(text: string): ListedImport[] {
  const source = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, false);
  const found: ListedImport[] = [];
  const visit = (node: ts.Node): void => {
    const name = moduleName(node);
    if (name !== undefined && ts.isStringLiteralLike(name)) {
      found.push({ specifier: name.text, line: source.getLineAndCharacterOfPosition(name.end).line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function moduleName(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
  return isRequire || node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined;
}
