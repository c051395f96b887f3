import { useSqlite } from "./sqlite.js";
import { describePipelines } from "./suites/every-suite.js";

describePipelines(useSqlite());
