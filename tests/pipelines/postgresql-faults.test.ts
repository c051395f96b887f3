import { usePostgresql } from "./postgresql.js";
import { describeFaults } from "./suites/faults.js";

describeFaults(usePostgresql());
