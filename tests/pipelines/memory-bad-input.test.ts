import { memory } from "./memory.js";
import { describeBadCalls } from "./suites/bad-calls.js";
import { describeBadCode } from "./suites/bad-code.js";
import { describeBadResponses } from "./suites/bad-responses.js";

describeBadCalls(memory);
describeBadCode(memory);
describeBadResponses(memory);
