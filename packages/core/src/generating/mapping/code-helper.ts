/** A function that compiled code may call, as text, with the other helpers it calls itself. */
export interface CodeHelper {
  readonly needs: readonly string[];
  readonly source: string;
}

/** Helpers by name, in the order in which they appear in compiled code. */
export type CodeHelpers = Readonly<Record<string, CodeHelper>>;

export function codeHelper(needs: readonly string[], source: string): CodeHelper {
  return { needs, source: source.trim() };
}
