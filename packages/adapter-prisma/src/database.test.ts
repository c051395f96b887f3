import { MetricsmithError } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { Database } from "./database.js";
import { resolveTableNames } from "./table-names.js";

const tables = resolveTableNames({ runtimeModels: undefined, models: {}, tables: {} });

/** On a client that fails its first statements like this, `null` being success. Looking at the schema version always works. */
function databaseThat(...failures: readonly (Error | null)[]) {
  const statements: string[] = [];
  const answer = async (sql: string): Promise<unknown> => {
    if (sql.includes("schemaVersion")) return [{ schemaVersion: 2 }];
    const error = failures[statements.push(sql) - 1] ?? null;
    if (error !== null) throw error;
    return [{ done: true }];
  };
  const raw = {
    $queryRawUnsafe: <Result>(sql: string) => answer(sql) as Promise<Result>,
    $executeRawUnsafe: (sql: string) => answer(sql) as Promise<number>,
  };
  const client = { ...raw, $transaction: <Result>(work: (transaction: typeof raw) => Promise<Result>) => work(raw) };
  return { database: new Database({ client, tables, timeoutMs: 2_000 }), statements };
}

function failure(code: string, message = "it failed"): Error {
  return Object.assign(new Error(message), { code });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return MetricsmithError.isInstance(error) ? error.code : String(error);
}

describe("Database", () => {
  it("repeats what gave way to others until it gets through", async () => {
    const { database, statements } = databaseThat(failure("40001"), failure("40P01"), failure("P2034"));
    expect(await database.write("UPDATE 1")).toEqual([{ done: true }]);
    expect(statements).toHaveLength(4);
  });

  it("repeats a transaction as a whole", async () => {
    const { database, statements } = databaseThat(null, failure("40001"));
    await database.transaction(async ({ query }) => {
      await query("first");
      await query("second");
    });
    expect(statements).toEqual(["first", "second", "first", "second"]);
  });

  it("gives up with STORAGE_CONFLICT when it never gets through", async () => {
    const { database, statements } = databaseThat(...Array.from({ length: 99 }, () => failure("40001")));
    expect(await codeOf(database.write("UPDATE 1"))).toBe("STORAGE_CONFLICT");
    expect(statements).toHaveLength(10);
  });

  it("repeats a read once when the connection is lost, and no write", async () => {
    const reading = databaseThat(failure("57P01"));
    expect(await reading.database.read("SELECT 1")).toEqual([{ done: true }]);
    const failing = databaseThat(failure("57P01"), failure("ECONNREFUSED"));
    expect(await codeOf(failing.database.read("SELECT 1"))).toBe("STORAGE_UNAVAILABLE");
    for (const write of ["write", "execute"] as const) {
      const { database, statements } = databaseThat(failure("57P01"));
      expect(await codeOf(database[write]("UPDATE 1"))).toBe("STORAGE_UNAVAILABLE");
      expect(statements).toHaveLength(1);
    }
  });

  it("ends a call that gets no answer with STORAGE_TIMEOUT", async () => {
    const silence = () => new Promise<never>(() => undefined);
    const client = { $queryRawUnsafe: silence, $executeRawUnsafe: silence, $transaction: silence };
    const database = new Database({ client, tables, timeoutMs: 20 });
    expect(await codeOf(database.read("SELECT 1"))).toBe("STORAGE_TIMEOUT");
    expect(await codeOf(database.transaction(async () => undefined))).toBe("STORAGE_TIMEOUT");
  });

  it("lets an error that it does not know through as it is", async () => {
    const unknown = failure("23505");
    await expect(databaseThat(unknown).database.write("INSERT 1")).rejects.toBe(unknown);
  });
});
