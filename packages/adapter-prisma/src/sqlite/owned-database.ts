import { MetricsmithError } from "@metricsmith/core/adapter";
import type { Database, SqlValue, Statements } from "../database.js";
import type { TableNames } from "../table-names.js";
import { isAlive, ownerOfThisProcess, ownerTimeoutMs } from "./owner-process.js";
import { type SqliteParameters, timeText } from "./sqlite-parameters.js";
import { type SharedFile, sharedFile } from "./shared-file.js";

const renewalIntervalMs = ownerTimeoutMs / 3;

/**
 * A database that belongs to one process at a time. The first call makes this process its owner, a timer says that it is
 * still there, and the last storage to close gives the database free. Every transaction looks at the owner before it writes,
 * so a process that was taken for dead cannot write any more.
 *
 * What it cannot see: that a process of another host ended (the next one waits for a minute), processes whose hosts' clocks
 * differ by more than that, and two containers that share the file, the host name and the process id.
 */
export class OwnedDatabase {
  readonly tables: TableNames;
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #owner = ownerOfThisProcess();
  /** Set while this storage counts as a user of the file. */
  #use: Promise<Use> | undefined;

  constructor(database: Database, now: () => Date) {
    this.tables = database.tables;
    this.#database = database;
    this.#now = now;
  }

  /** Rows of a statement that changes nothing. @throws {MetricsmithError} STORAGE_IN_USE when another process is the owner. */
  async read<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    await this.#join();
    return this.#database.read<Row>(sql, values);
  }

  /** Rows of one statement that writes: only under the condition `ownedSql`, or what another owner may see written. */
  async write<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    const { file } = await this.#join();
    return file.write(() => this.#database.write<Row>(sql, values));
  }

  /** Applies the statements of `work` together or not at all. @throws {MetricsmithError} STORAGE_IN_USE as `read` does. */
  async transaction<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    const { file } = await this.#join();
    return file.write(() =>
      this.#database.transaction(async (statements) => {
        await this.#own(statements);
        return work(statements);
      }),
    );
  }

  /** SQL that is true while this process is the owner. */
  ownedSql(parameters: SqliteParameters): string {
    return `EXISTS (SELECT 1 FROM ${this.tables.meta} WHERE "id" = 1 AND "owner" = ${parameters.value(this.#owner)})`;
  }

  /** Ends the use of the file; the last one gives it free. A later call begins a new one. */
  async close(): Promise<void> {
    const use = await this.#use?.catch(() => undefined);
    this.#use = undefined;
    if (use === undefined || use.isOver) return;
    use.isOver = true;
    clearInterval(use.timer);
    use.file.users -= 1;
    // Where this fails, the owner counts as dead once this process has ended.
    await use.file.write(() => this.#release(use.file)).catch(() => undefined);
  }

  /** One attempt for all calls that come before its end; a failed one is made again by the next call. */
  #join(): Promise<Use> {
    this.#use ??= this.#startUse().catch((error: unknown) => {
      this.#use = undefined;
      throw error;
    });
    return this.#use;
  }

  async #startUse(): Promise<Use> {
    const [main] = await this.#database.read<{ file: string }>(
      `SELECT "file" FROM pragma_database_list WHERE "name" = 'main'`,
    );
    const file = sharedFile(`${main?.file} ${this.tables.meta}`);
    file.users += 1;
    try {
      await file.write(() => this.#database.transaction((statements) => this.#own(statements)));
    } catch (error) {
      file.users -= 1;
      throw error;
    }
    const timer = setInterval(() => void this.#renew(file), renewalIntervalMs);
    timer.unref();
    return { file, timer, isOver: false };
  }

  /** Makes this process the owner, or says that it still is. As the first statement it takes the lock for writing too. */
  async #own(statements: Statements): Promise<void> {
    const { meta } = this.tables;
    const now = this.#now();
    if ((await statements.execute(renewalSql(meta), [timeText(now.getTime()), this.#owner])) > 0) return;
    const [row] = await statements.query<{ owner: string | null; seenAt: string | null }>(
      `SELECT "owner", CAST("ownerSeenAt" AS TEXT) AS "seenAt" FROM ${meta} WHERE "id" = 1`,
    );
    const { owner = null, seenAt = null } = row ?? {};
    if (owner !== null && seenAt !== null && isAlive({ owner, seenAt: new Date(seenAt) }, now)) throw inUse(owner);
    await statements.execute(`UPDATE ${meta} SET "owner" = ?, "ownerSeenAt" = ? WHERE "id" = 1`, [
      this.#owner,
      timeText(now.getTime()),
    ]);
  }

  /** When another process became the owner, or the database cannot be reached, the next call says so. */
  async #renew(file: SharedFile): Promise<void> {
    const values = [timeText(this.#now().getTime()), this.#owner];
    const renewed = await file
      .write(() => this.#database.execute(renewalSql(this.tables.meta), values))
      .catch(() => undefined);
    if (renewed === 0) await this.close();
  }

  /** Looks at the users only when its turn comes: another storage may have begun to use the file. */
  async #release(file: SharedFile): Promise<void> {
    if (file.users > 0) return;
    const sql = `UPDATE ${this.tables.meta} SET "owner" = NULL, "ownerSeenAt" = NULL WHERE "id" = 1 AND "owner" = ?`;
    await this.#database.execute(sql, [this.#owner]);
  }
}

interface Use {
  readonly file: SharedFile;
  readonly timer: NodeJS.Timeout;
  isOver: boolean;
}

function renewalSql(meta: string): string {
  return `UPDATE ${meta} SET "ownerSeenAt" = ? WHERE "id" = 1 AND "owner" = ?`;
}

function inUse(owner: string): MetricsmithError {
  const separator = owner.lastIndexOf("/");
  const [host, processId] = [owner.slice(0, separator), owner.slice(separator + 1)];
  return new MetricsmithError(
    `Process ${processId} on ${host} has this SQLite database, which serves one process at a time. Nothing was changed. ` +
      "Stop that process or close its storage, or use PostgreSQL, which processes can share. When it has died on another " +
      `host, the database is free ${ownerTimeoutMs / 1_000} seconds after it was last seen.`,
    { code: "STORAGE_IN_USE", details: { host, processId: Number(processId) } },
  );
}
