import { faultCases } from "../pipelines/fault-cases.js";
import { describeKills } from "./describe-kills.js";
import { startSqliteTarget } from "./sqlite-target.js";

// The others die on PostgreSQL; `pnpm bench crash` kills all of them on both.
describeKills(
  startSqliteTarget,
  faultCases.filter((_, index) => index % 2 === 0),
);
