import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { StepContext } from "../running/step-context.js";
import type { Transformer } from "../transformers/transformer.js";
import { remember } from "./remember.js";

/** A transformer that this run uses. @throws {MetricsmithError} TRANSFORMER_NOT_FOUND when it was deleted meanwhile */
export async function getTransformer(context: StepContext, id: string): Promise<Transformer> {
  const transformer = await context.memo<Transformer | null>(transformerKey(id), () =>
    context.records.get({ table: "transformers", id }),
  );
  if (transformer !== null) return transformer;
  throw new MetricsmithError(`Transformer ${id} was deleted while a run used it. Refresh the metric.`, {
    code: "TRANSFORMER_NOT_FOUND",
    details: { transformerId: id },
  });
}

/** Keeps a transformer that is at hand, or is stored only at this step's boundary, for the steps behind it. */
export function rememberTransformer(context: StepContext, transformer: Transformer): void {
  remember(context, transformerKey(transformer.id), transformer);
}

function transformerKey(id: string): string {
  return `transformer:${id}`;
}
