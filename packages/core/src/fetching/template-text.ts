/** A piece of a text that may hold placeholders and variables. */
export type TemplateToken =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "placeholder"; readonly name: string }
  | { readonly type: "variable"; readonly name: string };

// `{NAME}`: upper case only, so that JSON and GraphQL braces such as `{login}` stay what they are.
// `{{a.b}}`: dotted names, spaces allowed around them.
const TOKEN = /\{\{\s*([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*\}\}|\{([A-Z][A-Z0-9_]*)\}/g;

/**
 * Splits a text into literal text, `{PLACEHOLDER}` and `{{variable}}`, without empty pieces. Other braces are literal
 * text. Values that are filled in later are never split again.
 */
export function tokenizeTemplate(text: string): TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) tokens.push({ type: "text", text: text.slice(end, match.index) });
    const [whole, variable, placeholder] = match;
    if (variable !== undefined) tokens.push({ type: "variable", name: variable });
    else if (placeholder !== undefined) tokens.push({ type: "placeholder", name: placeholder });
    end = match.index + whole.length;
  }
  if (end < text.length) tokens.push({ type: "text", text: text.slice(end) });
  return tokens;
}
