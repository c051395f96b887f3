import { usePostgresql } from "./postgresql.js";
import { describeFencing } from "./suites/fencing.js";

describeFencing(usePostgresql());
