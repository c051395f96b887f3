const UNSTORABLE = /\0|\p{Surrogate}/u;

/** What keeps a text from being stored everywhere: `null` when nothing does. Databases refuse NUL and half surrogate pairs. */
export function textProblem(text: string): string | null {
  if (!UNSTORABLE.test(text)) return null;
  return text.includes("\0") ? "a NUL character" : "half of a surrogate pair";
}
