import { describeKills } from "./describe-kills.js";
import { startPostgresTarget } from "./postgres-target.js";

describeKills(startPostgresTarget);
