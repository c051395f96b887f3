import type { PipelineTarget } from "../scenario.js";
import { describeBadCalls } from "./bad-calls.js";
import { describeBadCode } from "./bad-code.js";
import { describeBadResponses } from "./bad-responses.js";
import { describeCancelling } from "./cancelling.js";
import { describeChartRequests } from "./chart-requests.js";
import { describeCharts } from "./charts.js";
import { describeGenerated } from "./generated.js";
import { describeGeneratedBadInput } from "./generated-bad-input.js";
import { describeGeneratedRaces } from "./generated-races.js";
import { describeGeneratedReviews } from "./generated-reviews.js";
import { describeHandedOver } from "./handed-over.js";
import { describeHardRefresh } from "./hard-refresh.js";
import { describeHostRuns } from "./host-runs.js";
import { describeHostSteps } from "./host-steps.js";
import { describeLedger } from "./ledger.js";
import { describeLifeCycle } from "./life-cycle.js";
import { describeMetrics } from "./metrics.js";
import { describePlantedSecrets } from "./planted-secrets.js";
import { describeRetention } from "./retention.js";
import { describeSlidingWindow } from "./sliding-window.js";
import { describeSoftRefresh } from "./soft-refresh.js";
import { describeStarting } from "./starting.js";
import { describeStorageCalls } from "./storage-calls.js";
import { describeTaking } from "./taking.js";
import { describeTenants } from "./tenants.js";
import { describeWatching } from "./watching.js";

/** What pipelines promise on any storage. Faults and fencing, which take longer, have files of their own. */
export function describePipelines(target: PipelineTarget): void {
  describeSoftRefresh(target);
  describeHardRefresh(target);
  describeCharts(target);
  describeChartRequests(target);
  describeMetrics(target);
  describeTenants(target);
  describeSlidingWindow(target);
  describeLifeCycle(target);
  describeWatching(target);
  describeStarting(target);
  describeTaking(target);
  describeHandedOver(target);
  describeCancelling(target);
  describeHostSteps(target);
  describeHostRuns(target);
  describeGenerated(target);
  describeGeneratedReviews(target);
  describeGeneratedRaces(target);
  describeLedger(target);
  describeStorageCalls(target);
  describeRetention(target);
  describePlantedSecrets(target);
}

/** What comes of bad calls, code and responses, which is decided before anything is stored: on SQLite as on any other. */
export function describeBadInput(target: PipelineTarget): void {
  describeGeneratedBadInput(target);
  describeBadCalls(target);
  describeBadCode(target);
  describeBadResponses(target);
}
