import { setTimeout as pause } from "node:timers/promises";
import { MetricsmithError } from "@metricsmith/core/adapter";
import { type DatabaseFailure, describeFailure } from "./database-failure.js";
import type { RawPrismaClient, RawPrismaStatements } from "./prisma-client-like.js";
import { assertSchema } from "./schema-version.js";
import type { TableNames } from "./table-names.js";

/** Values of a statement's parameters: what every driver passes on unchanged. */
export type SqlValue = string | number | boolean | Uint8Array | null;

/** Runs statements, on a connection of the pool or inside a transaction. */
export interface Statements {
  /** The rows that the statement gives; `[]` when it gives none. */
  query<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** How many rows the statement changed. */
  execute(sql: string, values?: readonly SqlValue[]): Promise<number>;
}

export interface DatabaseOptions {
  readonly client: RawPrismaClient;
  readonly tables: TableNames;
  readonly timeoutMs: number;
  /** Options of `$transaction` beyond its times. */
  readonly transactionOptions?: { readonly isolationLevel: "ReadCommitted" } | undefined;
}

/** Pauses before repeating what gave way to others. Of those that meet, at least one gets through each time. */
const pausesMs = [5, 10, 20, 40, 80, 160, 250, 250, 250];

/**
 * The one place that talks to the host's client. Every call ends by its deadline, meets tables of a version that fits, and
 * throws coded errors for what can happen to a database; any other error, such as a unique violation, comes as it is.
 */
export class Database {
  readonly tables: TableNames;
  readonly #client: RawPrismaClient;
  readonly #timeoutMs: number;
  readonly #transactionOptions: object;
  #schemaCheck: Promise<void> | undefined;

  constructor({ client, tables, timeoutMs, transactionOptions }: DatabaseOptions) {
    this.#client = client;
    this.tables = tables;
    this.#timeoutMs = timeoutMs;
    this.#transactionOptions = { maxWait: Math.ceil(timeoutMs / 2), timeout: timeoutMs, ...transactionOptions };
  }

  /** Rows of a statement that changes nothing: repeated once when the connection is lost. */
  read<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return this.#call(() => statementsOf(this.#client).query<Row>(sql, values), { isRead: true });
  }

  /** Rows of one statement that writes. */
  write<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return this.#call(() => statementsOf(this.#client).query<Row>(sql, values));
  }

  /** How many rows one statement changed. */
  execute(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return this.#call(() => statementsOf(this.#client).execute(sql, values));
  }

  /** Applies the statements of `work` together or not at all. `work` runs again when others made it give way. */
  transaction<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    return this.#call(() =>
      this.#client.$transaction((transaction) => work(statementsOf(transaction)), this.#transactionOptions),
    );
  }

  /** One call within its deadline, after the tables were looked at. */
  async #call<Result>(run: () => Promise<Result>, { isRead = false } = {}): Promise<Result> {
    const call = { isOver: false };
    const work = async (): Promise<Result> => {
      await this.#repeat(() => this.#checkSchema(), { isRead: true, call });
      return this.#repeat(run, { isRead, call });
    };
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#timedOut()), this.#timeoutMs);
    });
    try {
      return await Promise.race([work(), expired]);
    } finally {
      call.isOver = true;
      clearTimeout(timer);
    }
  }

  async #repeat<Result>(
    run: () => Promise<Result>,
    { isRead, call }: { readonly isRead: boolean; readonly call: { readonly isOver: boolean } },
  ): Promise<Result> {
    let mayReconnect = isRead;
    for (let attempt = 0; ; attempt++) {
      try {
        return await run();
      } catch (error) {
        const failure = MetricsmithError.isInstance(error) ? null : describeFailure(error);
        if (failure === null) throw error;
        const pauseMs = pausesMs[attempt];
        const isRepeatable = failure.isRepeatable || (failure.isConnectionLost && mayReconnect);
        if (!isRepeatable || pauseMs === undefined) throw coded(failure, error);
        if (failure.isConnectionLost) mayReconnect = false;
        await pause(pauseMs);
        if (call.isOver) throw coded(failure, error);
      }
    }
  }

  #timedOut(): MetricsmithError {
    return new MetricsmithError(
      `The database did not answer within ${this.#timeoutMs} ms. What was asked may still be applied. See what keeps it busy and ` +
        "whether the client's pool is large enough, or raise `timeoutMs`.",
      { code: "STORAGE_TIMEOUT", details: { timeoutMs: this.#timeoutMs } },
    );
  }

  /** Once a storage; a check that failed is made again with the next call. */
  #checkSchema(): Promise<void> {
    this.#schemaCheck ??= assertSchema(statementsOf(this.#client), this.tables).catch((error: unknown) => {
      this.#schemaCheck = undefined;
      throw error;
    });
    return this.#schemaCheck;
  }
}

function statementsOf(client: RawPrismaStatements): Statements {
  return {
    query: async <Row>(sql: string, values: readonly SqlValue[] = []) => client.$queryRawUnsafe<Row[]>(sql, ...values),
    execute: async (sql, values = []) => client.$executeRawUnsafe(sql, ...values),
  };
}

function coded({ code, message }: DatabaseFailure, cause: unknown): MetricsmithError {
  return new MetricsmithError(message, { code, cause });
}
