/** A text that is written like a key or a path, and so means that one and no other. */
export function isPathLike(text: string): boolean {
  return !/\s/.test(text.trim()) && (/[._[\]]/.test(text.trim()) || /[a-z][A-Z]/.test(text));
}
