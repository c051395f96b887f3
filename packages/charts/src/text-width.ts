/** Rough width of a text in a proportional sans-serif font, in units of the font size. */
export function textWidthEm(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    if (isWide(character)) width += 1;
    else if (/[iljtfrI.,:;'|!()[\] ]/.test(character)) width += 0.34;
    else if (/[mwMW@%—]/.test(character)) width += 0.88;
    else if (/[A-Z]/.test(character)) width += 0.67;
    else width += 0.6;
  }
  return width;
}

/** Cells that a text takes in a terminal. */
export function textColumns(text: string): number {
  let columns = 0;
  for (const character of text) columns += /[\p{Mark}\u200b-\u200f]/u.test(character) ? 0 : isWide(character) ? 2 : 1;
  return columns;
}

/** The text, or as much of it as fits followed by "…". The measure must add up over characters. */
export function truncateText(text: string, maximum: number, measure: (text: string) => number): string {
  if (measure(text) <= maximum) return text;
  let room = maximum - measure("…");
  if (room < 0) return "";
  let kept = "";
  for (const character of text) {
    room -= measure(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** The text as lines of at most `maximum` width; what does not fit into `maximumLines` is cut with "…". */
export function wrapText(
  text: string,
  maximum: number,
  maximumLines: number,
  measure: (text: string) => number,
): string[] {
  const lines: string[] = [];
  let line = "";
  const words = text.split(" ").filter((word) => word !== "");
  for (const [index, word] of words.entries()) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || measure(longer) <= maximum) {
      line = longer;
      continue;
    }
    if (lines.length === maximumLines - 1) {
      return [...lines, truncateText(`${line} ${words.slice(index).join(" ")}`, maximum, measure)];
    }
    lines.push(truncateText(line, maximum, measure));
    line = word;
  }
  return line === "" ? lines : [...lines, truncateText(line, maximum, measure)];
}

function isWide(character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x1100) return false;
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60]/u.test(
    character,
  );
}
