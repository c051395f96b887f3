import type { DataPoint } from "../metrics/data-point.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { PointColumns, Sandbox, SandboxIngestionRun } from "../ports/sandbox.js";
import type { Measure } from "../metrics/measure.js";
import type { JsonValue } from "../util/json.js";
import { parseJsonBytes } from "../util/json.js";
import type { Acceptance } from "./accept-transformer.js";
import { type JudgeCandidateInput, judgeCandidate } from "./judge-candidate.js";

/** A point as tests write it: `at` is a text that `Date.parse` reads, or epoch milliseconds. */
export interface WrittenPoint {
  readonly at: string | number;
  readonly value: number;
  readonly series?: string;
}

// eslint-disable-next-line typescript/no-explicit-any -- tests read responses of any shape
export type WrittenTransform = (response: any, fetchedAtMs: number) => readonly WrittenPoint[];

/** Runs a function of the test in place of a sandbox. What it throws is the code's fault. */
export function inProcess(transform: WrittenTransform): Pick<Sandbox, "run"> {
  const run = ({ input, context }: SandboxIngestionRun): Promise<PointColumns> => {
    try {
      return Promise.resolve(toColumns(transform(parseJsonBytes(input), context.fetchedAtMs)));
    } catch (error) {
      return Promise.reject(
        new MetricsmithError(error instanceof Error ? error.message : "threw", { code: "TRANSFORM_FAILED" }),
      );
    }
  };
  return { run: run as Sandbox["run"] };
}

function toColumns(points: readonly WrittenPoint[]): PointColumns {
  return {
    count: points.length,
    timestamps: Float64Array.from(points, ({ at }) => (typeof at === "number" ? at : Date.parse(at))),
    values: Float64Array.from(points, ({ value }) => value),
    series: points.some(({ series }) => series !== undefined) ? points.map(({ series }) => series ?? "") : null,
    dimensions: null,
    datesOnly: points.length > 0 && points.every(({ at }) => typeof at === "string" && at.length <= 10),
  };
}

/** Judges a function of the test, fetched at 2026-03-08T12:00:00Z in UTC. */
export function judge(
  response: JsonValue,
  measure: Measure,
  transform: WrittenTransform,
  further?: Partial<JudgeCandidateInput> & { readonly stored?: readonly DataPoint[] },
): Promise<Acceptance> {
  return judgeCandidate({
    sandbox: inProcess(transform),
    code: "",
    input: new TextEncoder().encode(JSON.stringify(response)),
    endpointConfig: {},
    context: { fetchedAtMs: Date.UTC(2026, 2, 8, 12), timezone: "UTC", offsets: [] },
    limits: {
      timeoutMs: 1_000,
      maximumSteps: 100_000_000,
      memoryBytes: 2 ** 20,
      maximumPoints: 10_000,
      maximumOutputBytes: 2 ** 20,
    },
    kind: "history",
    seed: 1,
    measure,
    ...further,
  });
}
