/** Foreign text for a message: nothing in it moves a terminal's cursor, ends a line of a log or cannot be stored. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ").replace(/\p{Surrogate}/gu, "\uFFFD");
}
