/** Colours of a terminal's own palette, which its theme keeps readable; series cycle through them. */
const CODES = [94, 33, 36, 95, 91, 32, 34, 93, 35, 31, 96, 92] as const;

/** Writes text in the colour of a series, or as it is when colours are off. */
export interface TerminalColor {
  series(index: number, text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

export function terminalColor(isEnabled: boolean): TerminalColor {
  const wrap = (code: number, text: string): string =>
    isEnabled && text !== "" ? `\u001b[${code}m${text}\u001b[0m` : text;
  return {
    series: (index, text) => wrap(CODES[index % CODES.length] ?? CODES[0], text),
    strong: (text) => wrap(1, text),
    faint: (text) => wrap(2, text),
  };
}
