/** A kind of database that processes share, one after another or at once. */
export interface CrashTarget {
  readonly name: string;
  /** An empty database with our tables, or a copy of one that nobody has open; where it is, for `openStorage`. */
  createDatabase(copyOf?: string): Promise<string>;
  /** Resolves when the database is done with everything that processes that are dead now had asked of it. */
  untilDeadAreGone(location: string): Promise<void>;
  dropDatabase(location: string): Promise<void>;
  /** Stops and removes everything. */
  close(): Promise<void>;
}
