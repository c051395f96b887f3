import { dates } from "./hostile-programs/dates.js";
import { errors } from "./hostile-programs/errors.js";
import { escapes } from "./hostile-programs/escapes.js";
import type { HostileProgram } from "./hostile-programs/hostile-program.js";
import { loops } from "./hostile-programs/loops.js";
import { memory } from "./hostile-programs/memory.js";
import { nativeWork } from "./hostile-programs/native-loops.js";
import { nesting } from "./hostile-programs/nesting.js";
import { patches } from "./hostile-programs/patches.js";
import { promises } from "./hostile-programs/promises.js";
import { prototypes } from "./hostile-programs/prototypes.js";
import { recursion } from "./hostile-programs/recursion.js";
import { regularExpressions } from "./hostile-programs/regular-expressions.js";
import { results } from "./hostile-programs/results.js";
import { sharing } from "./hostile-programs/sharing.js";
import { sizes } from "./hostile-programs/sizes.js";
import { sorting } from "./hostile-programs/sorting.js";
import { syntax } from "./hostile-programs/syntax.js";
import { tampering } from "./hostile-programs/tampering.js";
import { texts } from "./hostile-programs/texts.js";

/** Programs that try to hang, crash, exhaust, escape, mislead or outlive a sandbox, and how each may end. */
export const hostilePrograms: readonly HostileProgram[] = [
  ...loops,
  ...regularExpressions,
  ...nativeWork,
  ...recursion,
  ...memory,
  ...promises,
  ...results,
  ...prototypes,
  ...tampering,
  ...patches,
  ...escapes,
  ...errors,
  ...syntax,
  ...sizes,
  ...nesting,
  ...texts,
  ...dates,
  ...sorting,
  ...sharing,
];
