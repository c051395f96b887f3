import type { ModelRequest, ModelUsage } from "@metricsmith/core/adapter";

/** What the server counted; where it counted nothing, one token for every three characters. */
export function usageOf(counted: CountedTokens, request: ModelRequest, text: string): ModelUsage {
  const asked = [...request.messages.map(({ content }) => content), JSON.stringify(request.answer.schema)].join("");
  return {
    inputTokens: whole(counted.inputTokens) ?? estimate(asked),
    outputTokens: whole(counted.outputTokens) ?? estimate(text),
  };
}

/** What the server says it counted; anything that is no positive number counts as not said. */
export interface CountedTokens {
  readonly inputTokens: unknown;
  readonly outputTokens: unknown;
}

/** What the server counted; `null` when it does not say. */
export function countedUsage({ inputTokens, outputTokens }: CountedTokens): ModelUsage | null {
  const [input, output] = [whole(inputTokens), whole(outputTokens)];
  return input === null && output === null ? null : { inputTokens: input ?? 0, outputTokens: output ?? 0 };
}

function whole(count: unknown): number | null {
  return typeof count === "number" && Number.isFinite(count) && count > 0 ? Math.ceil(count) : null;
}

function estimate(text: string): number {
  return Math.ceil(text.length / 3);
}
