import { memory } from "./memory.js";
import { describeRetention } from "./suites/retention.js";

describeRetention(memory);
