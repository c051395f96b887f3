import { memory } from "./memory.js";
import { describeBadInput, describePipelines } from "./suites/every-suite.js";

describePipelines(memory);
describeBadInput(memory);
