import type { GenerateInput, Generator, Proposal } from "@metricsmith/core";

/** A generator that answers what a test says, and counts how often it was asked. */
export interface ScriptedGenerator extends Generator {
  readonly inputs: readonly GenerateInput[];
}

type Answer = Proposal | Error | ((input: GenerateInput) => Proposal | Promise<Proposal>);

/** The last answer counts for every call behind it. */
export function scriptedGenerator(
  answers: Answer | readonly Answer[],
  { origin = "rules", model = null }: Partial<Pick<Generator, "origin" | "model">> = {},
): ScriptedGenerator {
  const inputs: GenerateInput[] = [];
  const list = Array.isArray(answers) ? (answers as readonly Answer[]) : [answers as Answer];
  return {
    origin,
    model,
    inputs,
    async propose(input) {
      const answer = list[Math.min(inputs.push(input), list.length) - 1];
      if (answer === undefined) throw new Error("The generator has no answer.");
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? answer(input) : answer;
    },
  };
}

/** Code as a candidate. */
export function candidate(code: string, reasons: readonly string[] = ["It is named so."]): Proposal {
  return { outcome: "candidate", candidate: { code, mapping: null, reasons } };
}
