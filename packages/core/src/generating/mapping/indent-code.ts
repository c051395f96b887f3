/** Lines of code one level deeper; a line may hold line breaks itself. */
export function indentCode(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line.replaceAll("\n", "\n  ")}`);
}
