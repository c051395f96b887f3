import { type ErrorCode, MetricsmithError, type ModelUsage } from "@metricsmith/core/adapter";

/** Why an answer holds no completion. */
export type Ending = "refused" | "filtered" | "truncated" | "empty";

const endings: Readonly<Record<Ending, readonly [code: ErrorCode, happened: string, next: string]>> = {
  refused: ["MODEL_REFUSED", "refused to answer", "Look at what the metric asks for, or choose another model."],
  filtered: [
    "MODEL_REFUSED",
    "was stopped by a content filter",
    "Look at what the metric asks for, or choose another model.",
  ],
  truncated: ["MODEL_TRUNCATED", "reached its limit of tokens", "Raise `maximumOutputTokens`."],
  empty: ["MODEL_UNAVAILABLE", "gave no answer, or one in a shape that is not known", "Ask again later."],
};

/** The error for an answer that came and is no completion; `usage` is what it cost, `null` when the server does not say. */
export function noCompletion(modelId: string, ending: Ending, usage: ModelUsage | null): MetricsmithError {
  const [code, happened, next] = endings[ending];
  const details = usage === null ? {} : { usage: { ...usage } };
  return new MetricsmithError(`The model "${modelId}" ${happened}. ${next}`, { code, details });
}
