/** What became of a hostile program. */
export interface ProgramOutcome {
  readonly name: string;
  /** The code of its failure, `result` when it gave one, `hang` when it did not end. */
  readonly end: string;
  readonly isHanging: boolean;
  readonly isUsableAfterwards: boolean;
  /** From its deadline to its end; `null` when it ended by itself. */
  readonly lateMs: number | null;
  /** The longest time for which the process's own event loop stood still. */
  readonly stallMs: number;
  /** Bytes: peak of the process's memory, less what it had before and the memory that the program may have. */
  readonly memoryAboveCap: number;
}

/** From the process that runs the corpus to the one that started it. */
export type CorpusMessage =
  | { readonly type: "start"; readonly index: number }
  | { readonly type: "end"; readonly index: number; readonly outcome: ProgramOutcome };
