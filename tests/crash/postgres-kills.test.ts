import { faultCases } from "../pipelines/fault-cases.js";
import { describeKills } from "./describe-kills.js";
import { startPostgresTarget } from "./postgres-target.js";

// The others die on SQLite; `pnpm bench crash` kills all of them on both.
describeKills(
  startPostgresTarget,
  faultCases.filter((_, index) => index % 2 === 1),
);
