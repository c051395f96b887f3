import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
} from "node:fs";
import { MetricsmithError } from "@metricsmith/core/adapter";
import { writeWhole } from "./whole-file.js";

/** A value set, or taken away with `null`. Collections are the tables, "bodies", and "points of" each metric. */
export type Change = readonly [collection: string, key: string, value: object | null];

/** One line of the journal: what was changed together, and when by the storage's clock. */
export interface Entry {
  readonly at: number;
  readonly changes: readonly Change[];
}

/**
 * The entries of a journal; none when there is no file. A last line that is not whole was never acknowledged and is
 * left out.
 *
 * @throws {MetricsmithError} STORAGE_FAILED when an earlier line is damaged.
 */
export function* readJournal(path: string): Generator<Entry> {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf("\n", start);
    const end = newline === -1 ? bytes.length : newline;
    try {
      yield JSON.parse(bytes.toString("utf8", start, end)) as Entry;
    } catch (cause) {
      if (end + 1 >= bytes.length) return;
      const message = `Line ${line} of ${path} is damaged. Restore the directory from a backup.`;
      throw new MetricsmithError(message, { code: "STORAGE_FAILED", cause });
    }
    start = end + 1;
  }
}

/** A file that only grows. */
export class Journal {
  readonly #path: string;
  #file: number | null;
  #size: number;

  /** Begins the file anew with these entries. */
  constructor(path: string, entries: readonly Entry[]) {
    writeWhole(path, entries.map(lineOf));
    this.#path = path;
    this.#file = openSync(path, "a");
    this.#size = fstatSync(this.#file).size;
  }

  /**
   * Returns when the entry is on the disk.
   *
   * @throws {MetricsmithError} STORAGE_UNAVAILABLE when it cannot be written, or the journal is closed.
   */
  append(entry: Entry): void {
    if (this.#file === null) {
      throw new MetricsmithError("The storage is closed. Open it again.", { code: "STORAGE_UNAVAILABLE" });
    }
    const line = Buffer.from(lineOf(entry));
    try {
      ftruncateSync(this.#file, this.#size); // Cuts off what an append that failed has left.
      appendFileSync(this.#file, line);
      fsyncSync(this.#file);
    } catch (cause) {
      const message = `${this.#path} cannot be written. See what \`cause\` says, such as a full disk.`;
      throw new MetricsmithError(message, { code: "STORAGE_UNAVAILABLE", cause });
    }
    this.#size += line.length;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

function lineOf(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}
