import { memory } from "./memory.js";
import { describePipelines } from "./suites/every-suite.js";

describePipelines(memory);
