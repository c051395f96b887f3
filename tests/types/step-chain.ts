import { definePipeline, step, type StepContext } from "@metricsmith/core";
import { z } from "zod";

// Checked by the compiler alone: a line that should not compile has `@ts-expect-error`, which fails when it does.

const base = { name: "chain", displayName: "Chain", description: "Steps that fit together." } as const;
const parameters = z.object({ start: z.number() });

const toText = step({
  name: "to-text",
  displayName: "To text",
  run: ({ start }: { start: number }) => ({ text: String(start) }),
});
const toLength = step({
  name: "to-length",
  displayName: "To length",
  run: async ({ text }: { text: string }, _context: StepContext) => text.length,
});
const ignoring = step({ name: "ignoring", displayName: "Ignoring", run: () => ({ text: "any" }) });
const skipping = step({
  name: "skipping",
  displayName: "Skipping",
  skipWhen: ({ text }) => text === "",
  run: (input: { text: string }) => input,
});

definePipeline({ ...base, parameters, steps: [toText, toLength] });
definePipeline({ ...base, parameters, steps: [ignoring, skipping, toLength] });
definePipeline({
  ...base,
  parameters,
  steps: [step({ name: "inline", displayName: "Inline", run: () => ({ text: "x" }) }), toLength],
});
definePipeline({
  ...base,
  parameters,
  steps: [
    step({ name: "typed", displayName: "Typed", run: ({ start }: { start: number }) => ({ text: `${start}` }) }),
    toLength,
  ],
});

// @ts-expect-error the first step takes a text, and the parameters have none
definePipeline({ ...base, parameters, steps: [toLength] });

// @ts-expect-error the second step takes a text, and is given a number
definePipeline({ ...base, parameters, steps: [toText, toLength, toLength] });

// @ts-expect-error a pipeline has at least one step
definePipeline({ ...base, parameters, steps: [] });

definePipeline({
  ...base,
  parameters,
  steps: [
    toText,
    // @ts-expect-error inside a pipeline, too, the input is what the step before gives
    step({ name: "wrong", displayName: "Wrong", run: ({ count }: { count: number }) => count }),
  ],
});

// @ts-expect-error a step that may be skipped gives what it takes
step({
  name: "skipping",
  displayName: "Skipping",
  skipWhen: () => true,
  run: (input: { text: string }) => input.text.length,
});

definePipeline({
  ...base,
  parameters,
  steps: [toText],
  then: ({ run, result }) => [{ pipeline: "next", parameters: { id: run.id, result } }],
});
