/** What a model is told when its answer is not the JSON that was asked for. */
export const invalidAnswerPrompt = {
  version: "invalid-answer/1",
  render({ problem, propertyNames }: { readonly problem: string; readonly propertyNames: readonly string[] }): string {
    return `The answer cannot be read: ${problem}
Answer again with one JSON object and nothing else: no code fence, no words before or after it. Its properties are ${propertyNames.join(", ")}. Line
breaks and quotation marks inside of texts are escaped.`;
  },
} as const;
