import { usePostgresql } from "./postgresql.js";
import { describeBadInput, describePipelines } from "./suites/every-suite.js";

const postgresql = usePostgresql();
describePipelines(postgresql);
describeBadInput(postgresql);
