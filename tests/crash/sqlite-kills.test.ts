import { describeKills } from "./describe-kills.js";
import { startSqliteTarget } from "./sqlite-target.js";

describeKills(startSqliteTarget);
