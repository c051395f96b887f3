import type { Metric } from "../metrics/metric.js";
import type { Measure } from "../metrics/measure.js";
import type { Write } from "../ports/storage.js";
import type { StepContext } from "../running/step-context.js";
import { mappingPaths, parseMapping } from "../transformers/mapping.js";
import type { Transformer } from "../transformers/transformer.js";
import { activateTransformer } from "./activate-transformer.js";
import type { IngestingServices } from "./ingesting-services.js";
import { definedCode } from "./metric-definition.js";
import { getTransformer } from "./run-transformer.js";

/**
 * What a person's pick changes when the run that carries it out ends: the transformer is accepted and active, whatever else waits is
 * rejected, and a choice between readings becomes the metric's measure, so that nobody has to be asked again.
 */
export async function approvalWrites(
  context: StepContext,
  services: IngestingServices,
  metric: Metric,
  transformerId: string,
): Promise<Write[]> {
  const { reviewedBy, isChoice } = context.run.parameters;
  const transformer = await getTransformer(context, transformerId);
  const now = context.now();
  const by = typeof reviewedBy === "string" ? reviewedBy : null;
  const writes: Write[] = [];
  if (transformer.state !== "accepted" || by !== null) {
    const set = { state: "accepted", reviewedBy: by, updatedAt: now } as const;
    writes.push({ operation: "update", table: "transformers", id: transformerId, set });
  }
  for (const other of await heldBeside(context, transformer)) {
    const set = { state: "rejected", reviewedBy: by, updatedAt: now } as const;
    writes.push({ operation: "update", table: "transformers", id: other.id, set });
  }
  const definedHash = definedCode(services.definitionOf(metric))?.codeHash ?? null;
  writes.push(
    ...(await activateTransformer(context, {
      metric,
      kind: "ingestion",
      scopeKey: metric.id,
      transformerId,
      pinnedCodeHash: definedHash === transformer.codeHash ? null : definedHash,
    })),
  );
  // A choice for the historical response says nothing new of the polled one, which the mapping describes.
  if (isChoice === true && transformer.mapping !== null && transformer.historicalCode === null) {
    const set = { measure: chosenMeasure(metric.measure, transformer), updatedAt: now };
    writes.push({ operation: "update", table: "metrics", id: metric.id, set });
  }
  return writes;
}

async function heldBeside(context: StepContext, { id, kind, scopeKey }: Transformer): Promise<Transformer[]> {
  const where = { kind, scopeKey, state: "held" } as const;
  const held = await context.records.find({ table: "transformers", where, limit: 1_000 });
  return held.filter((other) => other.id !== id);
}

/** The measure with the words replaced by the paths that were chosen, where one path was. */
function chosenMeasure(measure: Measure, { mapping }: Transformer): Measure {
  const paths = mappingPaths(parseMapping(mapping));
  const only = (found: readonly string[]): string | undefined => (found.length === 1 ? found[0] : undefined);
  const time = only(paths.time) ?? measure.time;
  const series = only(paths.series) ?? measure.series;
  return {
    ...measure,
    value: only(paths.value) ?? measure.value,
    ...(time === undefined ? {} : { time }),
    ...(series === undefined ? {} : { series }),
  };
}
