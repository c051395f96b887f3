import {
  endlessPrograms,
  escapingPrograms,
  exhaustingPrograms,
  type HostileProgram,
  tamperingPrograms,
} from "../../packages/core/test/sandbox/hostile-programs.js";

/** Programs that try to hang, crash, exhaust, escape or mislead the sandbox. */
export const hostileCorpus: readonly HostileProgram[] = [
  ...endlessPrograms,
  ...exhaustingPrograms,
  ...escapingPrograms,
  ...tamperingPrograms,
];
