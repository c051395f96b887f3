import { usePostgresql } from "./postgresql.js";
import { describePipelines } from "./suites/every-suite.js";

describePipelines(usePostgresql());
