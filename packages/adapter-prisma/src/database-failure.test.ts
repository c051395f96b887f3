import { describe, expect, it } from "vitest";
import { describeFailure, isUniqueViolation } from "./database-failure.js";

/** As Prisma wraps what a driver says about a raw statement. */
function rawFailure(cause: Readonly<Record<string, unknown>>): Error {
  const driverAdapterError = Object.assign(new Error("driver"), { name: "DriverAdapterError", cause });
  return Object.assign(new Error(`Raw query failed: ${String(cause["originalMessage"])}`), {
    code: "P2010",
    meta: { driverAdapterError },
  });
}

const secret = "postgresql://user:hunter2@host/db";

describe("describeFailure", () => {
  for (const [code, errors] of Object.entries({
    STORAGE_SCHEMA_MISSING: [
      rawFailure({ originalCode: "42P01", kind: "TableDoesNotExist", table: "metricsmith_runs" }),
      rawFailure({ originalCode: "42703", kind: "ColumnNotFound", column: "receipts" }),
      rawFailure({ originalCode: "1", kind: "sqlite", originalMessage: "no such table: metricsmith_runs" }),
      rawFailure({ originalCode: "1", kind: "sqlite", originalMessage: "no such column: receipts" }),
      Object.assign(new Error("model"), { code: "P2021" }),
    ],
    STORAGE_UNAVAILABLE: [
      rawFailure({ originalCode: "57P01", kind: "postgres" }),
      rawFailure({ originalCode: "08006", kind: "postgres" }),
      Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
      Object.assign(new Error("wrapped"), {
        code: "P2010",
        cause: Object.assign(new Error(secret), { code: "ECONNRESET" }),
      }),
      Object.assign(new Error("server"), { code: "P1001" }),
      // The kind is what SQLite's lock has too.
      rawFailure({ originalCode: "ETIMEDOUT", kind: "SocketTimeout" }),
      new Error("Connection terminated unexpectedly"),
      rawFailure({ originalCode: "28P01", kind: "AuthenticationFailed", user: "postgres" }),
    ],
    STORAGE_BUSY: [
      new Error("timeout exceeded when trying to connect"),
      rawFailure({ originalCode: "53300", kind: "TooManyConnections" }),
      rawFailure({ originalCode: "55P03", kind: "postgres" }),
      Object.assign(new Error("Unable to start a transaction in the given time."), { code: "P2028" }),
      rawFailure({ originalCode: "SQLITE_BUSY", kind: "SocketTimeout" }),
      Object.assign(new Error("locked"), { code: "P1008" }),
      Object.assign(new Error("SQLITE_BUSY: database is locked"), { code: "SQLITE_BUSY" }),
    ],
    STORAGE_TIMEOUT: [
      rawFailure({ originalCode: "57014", kind: "postgres" }),
      Object.assign(new Error("A query cannot be executed on an expired transaction."), { code: "P2028" }),
    ],
    STORAGE_CONFLICT: [rawFailure({ originalCode: "40001", kind: "TransactionWriteConflict" })],
  })) {
    it(`${code}: says so, and nothing of the error's own text`, () => {
      for (const error of errors) {
        const failure = describeFailure(error);
        expect([error.message, failure?.code]).toEqual([error.message, code]);
        expect(failure?.message).not.toContain("hunter2");
        expect(failure?.message).not.toContain("undefined");
      }
    });
  }

  it("names the table or column that is missing", () => {
    const table = rawFailure({ originalCode: "42P01", kind: "TableDoesNotExist", table: "metricsmith_runs" });
    expect(describeFailure(table)?.message).toContain("The table metricsmith_runs does not exist");
    const column = rawFailure({ kind: "sqlite", originalMessage: "no such column: receipts" });
    expect(describeFailure(column)?.message).toContain("The column receipts does not exist");
  });

  it("only what the database took back may be repeated", () => {
    expect(describeFailure(rawFailure({ originalCode: "40P01" }))?.isRepeatable).toBe(true);
    const locked = rawFailure({ originalCode: "SQLITE_BUSY", kind: "SocketTimeout" });
    expect(describeFailure(locked)?.isRepeatable).toBe(true);
    expect(describeFailure(rawFailure({ originalCode: "57P01" }))?.isRepeatable).toBe(false);
    expect(describeFailure(rawFailure({ originalCode: "53300" }))?.isRepeatable).toBe(false);
  });

  it("knows nothing of other errors", () => {
    expect(describeFailure(rawFailure({ originalCode: "23505", kind: "UniqueConstraintViolation" }))).toBeNull();
    expect(describeFailure(new TypeError("x is not a function"))).toBeNull();
    expect(describeFailure("text")).toBeNull();
  });
});

describe("isUniqueViolation", () => {
  it("is true for a key that is taken, however it is told", () => {
    expect(isUniqueViolation(rawFailure({ originalCode: "23505", kind: "UniqueConstraintViolation" }))).toBe(true);
    expect(isUniqueViolation(Object.assign(new Error("unique"), { code: "P2002" }))).toBe(true);
    expect(isUniqueViolation(rawFailure({ originalCode: "23502" }))).toBe(false);
  });
});
