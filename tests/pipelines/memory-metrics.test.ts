import { memory } from "./memory.js";
import { describeCharts } from "./suites/charts.js";
import { describeHardRefresh } from "./suites/hard-refresh.js";
import { describeMetrics } from "./suites/metrics.js";
import { describeSoftRefresh } from "./suites/soft-refresh.js";
import { describeTenants } from "./suites/tenants.js";

describeSoftRefresh(memory);
describeHardRefresh(memory);
describeCharts(memory);
describeMetrics(memory);
describeTenants(memory);
