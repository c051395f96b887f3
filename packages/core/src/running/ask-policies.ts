import { MetricsmithError } from "../errors/metricsmith-error.js";
import { describeThrown } from "../errors/to-metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { Policy } from "../ports/policy.js";
import type { Run } from "../runs/run.js";

/** Asks every policy whether the run may start. @throws {MetricsmithError} RUN_REFUSED with the first one's answer */
export async function askPolicies(policies: readonly Policy[], run: Run, metric: Metric | null): Promise<void> {
  for (const policy of policies) {
    let answer: true | string;
    try {
      answer = await policy.check({ run, metric });
    } catch (error) {
      answer = `it could not be asked (${describeThrown(error)})`;
    }
    if (answer === true) continue;
    throw new MetricsmithError(`Policy ${policy.name} refused the run: ${answer}`, {
      code: "RUN_REFUSED",
      details: { policy: policy.name },
    });
  }
}
