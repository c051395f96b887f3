import type { MetricsmithError } from "../errors/metricsmith-error.js";
import type { StepContext } from "./step-context.js";

export interface RetryOptions {
  /** How many more times the step may be tried after it failed, 0 to 10. */
  readonly times: number;
  /** Wait before the first repetition, in milliseconds; doubles each time. @defaultValue 500 */
  readonly delayMs?: number | undefined;
  /** @defaultValue errors of the categories `transient` and `internal` */
  readonly when?: ((error: MetricsmithError) => boolean) | undefined;
}

interface StepDefinition<Name extends string, Input, Output> {
  /** kebab-case, unique within its pipeline. */
  readonly name: Name;
  /** What a user reads while it works, such as "Saving metric data...". */
  readonly displayName: string;
  /**
   * The work. It may be repeated after a crash, so it must be safe to repeat. What it returns is the next step's input and its
   * checkpoint: JSON of at most 64 kB, stored at the step's boundary.
   */
  readonly run: (input: Input, context: StepContext) => Output | Promise<Output>;
  /** @defaultValue no repetition */
  readonly retry?: RetryOptions | undefined;
  /** Longest time one try may take, in milliseconds. @defaultValue only the pipeline's limit */
  readonly timeoutMs?: number | undefined;
}

/** One unit of a pipeline's work. */
export interface Step<Name extends string = string, Input = never, Output = unknown> extends StepDefinition<
  Name,
  Input,
  Output
> {
  /** True when there is nothing to do; the step's input is then its output. */
  readonly skipWhen?: ((input: Input, context: StepContext) => boolean | Promise<boolean>) | undefined;
}

/** Any step, whatever it takes and gives. */
export type AnyStep = Step;

/** A step that passes its input on when it is skipped, and so must give what it takes. */
export function step<const Name extends string, Input extends Output, Output>(
  definition: StepDefinition<Name, Input, Output> & {
    readonly skipWhen: (input: Input, context: StepContext) => boolean | Promise<boolean>;
  },
): Step<Name, NoInfer<Input>, Output>;
/** A step with its name, input and output kept as exact types. One that ignores its input takes any. */
export function step<const Name extends string, Input, Output>(
  definition: StepDefinition<Name, Input, Output>,
): Step<Name, NoInfer<Input>, Output>;
export function step<Name extends string, Input, Output>(
  definition: Step<Name, Input, Output>,
): Step<Name, Input, Output> {
  return definition;
}
