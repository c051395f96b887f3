import { useSqlite } from "./sqlite.js";
import { describeFencing } from "./suites/fencing.js";

describeFencing(useSqlite());
