import type { ModelClient, ModelRequest } from "../../src/ports/model.js";

/** What the model says, as text or as an object that becomes JSON; or the error that the call ends with. */
export type Answer = string | object | Error;

export interface ScriptedClient extends ModelClient {
  /** What was asked, oldest first; calls that failed included. */
  readonly requests: readonly ModelRequest[];
}

/** A model client that answers in order, or by what it is asked. A request without an answer is a failed test. */
export function scriptedClient(answers: readonly Answer[] | ((request: ModelRequest) => Answer)): ScriptedClient {
  const requests: ModelRequest[] = [];
  return {
    specVersion: 1,
    modelId: "scripted",
    requests,
    async complete(request) {
      requests.push(request);
      const answer = typeof answers === "function" ? answers(request) : answers[requests.length - 1];
      if (answer === undefined) throw new Error(`There is no answer to request ${requests.length}.`);
      if (answer instanceof Error) throw answer;
      const text = typeof answer === "string" ? answer : JSON.stringify(answer);
      return { text, usage: { inputTokens: 100, outputTokens: 20 } };
    },
  };
}

/** Every word that a model was sent, in order. */
export function wordsSent({ requests }: ScriptedClient): string {
  return requests.flatMap(({ messages }) => messages.map(({ content }) => content)).join("\n");
}

/** The last message of a request. */
export function lastMessage({ requests }: ScriptedClient, number: number): string {
  return requests[number - 1]?.messages.at(-1)?.content ?? "";
}

/** An answer about points, as a model should write it. */
export function codeAnswer(code: string, more: object = {}): object {
  return { reasoning: "It is what was asked for.", code, valuePaths: [], timePaths: [], ...more };
}
