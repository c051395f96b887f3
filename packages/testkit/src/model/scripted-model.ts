import type { JsonValue, ModelClient, ModelCompletion, ModelRequest, ModelUsage } from "@metricsmith/core/adapter";

/** What the model says, or the error that the call is to end with. */
export type ScriptedAnswer =
  | string
  | { readonly text: string; readonly usage?: ModelUsage | undefined }
  /** The text is this, as JSON. */
  | { readonly json: JsonValue; readonly usage?: ModelUsage | undefined }
  | Error;

export interface ScriptedModelOptions {
  /** @defaultValue "scripted" */
  readonly modelId?: string | undefined;
}

export interface ScriptedModel extends ModelClient {
  /** What was asked so far, oldest first; calls that failed included. */
  readonly requests: readonly ModelRequest[];
}

const usual: ModelUsage = { inputTokens: 100, outputTokens: 20 };

/**
 * A model client without a model: answers in order, or what to answer to each request; `call` is its number, from 1. An error
 * it gives or throws is the client's error. An aborted signal wins over an answer that is not there yet. A request that the
 * script has no answer to fails with an error that says so.
 */
export function scriptedModel(
  answers:
    | readonly ScriptedAnswer[]
    | ((request: ModelRequest, call: number) => ScriptedAnswer | Promise<ScriptedAnswer>),
  { modelId = "scripted" }: ScriptedModelOptions = {},
): ScriptedModel {
  const requests: ModelRequest[] = [];
  return {
    specVersion: 1,
    modelId,
    requests,
    async complete(request) {
      request.signal?.throwIfAborted();
      const call = requests.push(request);
      const play = async (): Promise<ScriptedAnswer> =>
        typeof answers === "function"
          ? answers(request, call)
          : (answers[call - 1] ?? new Error(`The script has no answer to request ${call}.`));
      return toCompletion(await unlessAborted(request.signal, play()));
    },
  };
}

function toCompletion(answer: ScriptedAnswer): ModelCompletion {
  if (answer instanceof Error) throw answer;
  if (typeof answer === "string") return { text: answer, usage: usual };
  return { text: "json" in answer ? JSON.stringify(answer.json) : answer.text, usage: answer.usage ?? usual };
}

function unlessAborted<Result>(signal: AbortSignal | undefined, work: Promise<Result>): Promise<Result> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
