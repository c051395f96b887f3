/**
 * A JavaScript string literal of any text, which also is safe inside a `//` comment: one line, no backticks (three of them
 * would end a fenced block), no lone surrogates.
 */
export function stringLiteral(text: string): string {
  return JSON.stringify(text).replaceAll("`", "\\x60").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
