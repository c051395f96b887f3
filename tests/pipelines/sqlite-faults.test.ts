import { useSqlite } from "./sqlite.js";
import { describeFaults } from "./suites/faults.js";

describeFaults(useSqlite());
