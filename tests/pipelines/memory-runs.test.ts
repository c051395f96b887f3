import { memory } from "./memory.js";
import { describeCancelling } from "./suites/cancelling.js";
import { describeHostRuns } from "./suites/host-runs.js";
import { describeHostSteps } from "./suites/host-steps.js";
import { describeLifeCycle } from "./suites/life-cycle.js";
import { describeStarting } from "./suites/starting.js";
import { describeStorageCalls } from "./suites/storage-calls.js";
import { describeTaking } from "./suites/taking.js";
import { describeWatching } from "./suites/watching.js";

describeLifeCycle(memory);
describeWatching(memory);
describeStarting(memory);
describeTaking(memory);
describeStorageCalls(memory);
describeCancelling(memory);
describeHostSteps(memory);
describeHostRuns(memory);
