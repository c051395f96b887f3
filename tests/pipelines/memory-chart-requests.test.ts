import { memory } from "./memory.js";
import { describeChartRequests } from "./suites/chart-requests.js";

describeChartRequests(memory);
