/** What of several things is meant. */
export type Choice<Option> =
  | { readonly kind: "one"; readonly option: Option; readonly reason: string }
  /** Nothing tells them apart. `question` is a sentence; at least two, best first. */
  | { readonly kind: "several"; readonly options: readonly Option[]; readonly question: string }
  /** `reason` is a sentence that names what was looked for. */
  | { readonly kind: "none"; readonly reason: string };

/** `one` of one, `several` of more, `none` of none. */
export function choiceOf<Option>(
  options: readonly Option[],
  words: { reason: string; question: string; none: string },
): Choice<Option> {
  const [first, ...others] = options;
  if (first === undefined) return { kind: "none", reason: words.none };
  return others.length === 0
    ? { kind: "one", option: first, reason: words.reason }
    : { kind: "several", options, question: words.question };
}

/** Up to five names in quotes, for sentences. */
export function quotedList(names: readonly string[]): string {
  const quoted = [...new Set(names)].map((name) => JSON.stringify(name));
  return quoted.length > 5 ? `${quoted.slice(0, 5).join(", ")} and ${quoted.length - 5} more` : quoted.join(", ");
}
