import { memory } from "./memory.js";
import { describeFaults } from "./suites/faults.js";

describeFaults(memory);
