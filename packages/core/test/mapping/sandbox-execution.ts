import type { AcceptTransformerInput } from "../../src/acceptance/accept-transformer.js";
import { executeTransformer } from "../../src/acceptance/execute-transformer.js";
import { toDataPoints } from "../../src/acceptance/to-data-points.js";
import type { DataPoint } from "../../src/metrics/data-point.js";
import type { MetricKind } from "../../src/metrics/metric.js";
import type { OffsetSpan, Sandbox } from "../../src/ports/sandbox.js";
import { compileMapping } from "../../src/generating/mapping/compile-mapping.js";
import { parseMapping } from "../../src/transformers/mapping.js";

export const fetchedAt = new Date("2026-03-10T12:00:00Z");

/** A run of `code` over `body` with limits that only hostile code meets. */
export function executionOf(
  sandbox: Sandbox,
  code: string,
  body: unknown,
  more: Partial<AcceptTransformerInput> = {},
): AcceptTransformerInput {
  return {
    sandbox,
    code,
    input: new TextEncoder().encode(JSON.stringify(body)),
    endpointConfig: {},
    context: { fetchedAtMs: fetchedAt.getTime(), timezone: "UTC", offsets: [{ fromMs: null, offsetMinutes: 0 }] },
    limits: {
      timeoutMs: 5_000,
      maximumSteps: 100_000_000,
      memoryBytes: 64 * 2 ** 20,
      maximumPoints: 250_000,
      maximumOutputBytes: 32 * 2 ** 20,
    },
    kind: "history",
    seed: 1,
    ...more,
  };
}

/** The points that a mapping makes of `body` in the sandbox, as they are stored. */
export async function mapInSandbox(
  sandbox: Sandbox,
  input: { mapping: unknown; body: unknown; zone?: { timezone: string; offsets: readonly OffsetSpan[] } },
): Promise<DataPoint[]> {
  const mapping = parseMapping(input.mapping);
  const kind: MetricKind = mapping.time === undefined ? "gauge" : "history";
  const execution = executionOf(sandbox, compileMapping(mapping, { kind }), input.body, { kind });
  const context = { ...execution.context, ...input.zone };
  return toDataPoints(await executeTransformer({ ...execution, context }));
}
