const fencePattern = /^[ \t]{0,3}(`{3,}|~{3,})[ \t]*([\w+-]*)[^\n]*$/;
const scriptLanguages = new Set(["ts", "typescript", "js", "javascript", "mjs", "mts", "jsx", "tsx"]);

interface Fence {
  readonly language: string;
  readonly linesBefore: number;
  readonly code: string;
}

/** Fenced blocks of Markdown. The last one may lack its end. */
function listFences(text: string): Fence[] {
  const fences: Fence[] = [];
  let open: { language: string; linesBefore: number; mark: string; lines: string[] } | null = null;
  function close({ language, linesBefore, lines }: NonNullable<typeof open>): void {
    fences.push({ language, linesBefore, code: lines.join("\n") });
  }
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const match = fencePattern.exec(line);
    const mark = match?.[1];
    if (open === null) {
      if (mark !== undefined)
        open = { mark, language: (match?.[2] ?? "").toLowerCase(), linesBefore: index + 1, lines: [] };
    } else if (mark !== undefined && mark.startsWith(open.mark) && line.trim() === mark) {
      close(open);
      open = null;
    } else open.lines.push(line);
  }
  if (open !== null) close(open);
  return fences;
}

function rank({ language, code }: Fence): number {
  const isScript = scriptLanguages.has(language);
  if (!code.includes("transform")) return isScript ? 1 : 0;
  return isScript ? 3 : 2;
}

/**
 * The code in a text that may be Markdown around it: the fenced TypeScript or JavaScript block that contains `transform`,
 * of several the longest; the whole text when nothing is fenced. `linesBefore` are the lines of the text above it.
 */
export function unwrapCode(text: string): { readonly code: string; readonly linesBefore: number } {
  let best: Fence | null = null;
  // Inside a template literal a line of backticks is escaped, so code that is not Markdown has no fence line.
  for (const fence of listFences(text)) {
    if (best === null) best = fence;
    else {
      const difference = rank(fence) - rank(best);
      if (difference > 0 || (difference === 0 && fence.code.length > best.code.length)) best = fence;
    }
  }
  return best ?? { code: text, linesBefore: 0 };
}
