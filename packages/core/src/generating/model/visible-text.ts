// Control and format characters, private use, lone surrogates, line separators and the supplementary variation selectors: what can
// break a line, reorder text, or carry text that people do not see.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]|[\u{e0100}-\u{e01ef}]/gu;

/** The text with every character that cannot be seen written as JSON escapes, such as `\u202e`. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
    }).join(""),
  );
}

/** The text as a JSON string on one line, without characters that cannot be seen. It reads as the same text. */
export function quotedText(text: string): string {
  return visibleText(JSON.stringify(text));
}
