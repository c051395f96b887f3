import { type CommitInput, type Fence, fenceLost } from "@metricsmith/core/adapter";
import { isUniqueViolation } from "../database-failure.js";
import type { Database } from "../database.js";
import { type Verdict, verdictSql } from "./commit-verdict.js";
import { applyWrite, areIndependent, type AdmittedWrite, admitWrites, writesSql } from "./commit-writes.js";
import { mergeUpdates } from "./merge-updates.js";
import { PostgresParameters } from "./postgres-parameters.js";

interface AdmittedCommit extends Omit<CommitInput, "writes"> {
  readonly writes: readonly AdmittedWrite[];
}

/** Applies a commit as a whole or not at all, and says which: as one statement where no write needs another. */
export async function commitToPostgres(database: Database, input: CommitInput): Promise<boolean> {
  const commit = { ...input, writes: mergeUpdates(admitWrites(input.writes)) };
  if (!areIndependent(commit.writes)) return commitInOrder(database, commit);
  try {
    return await commitAtOnce(database, commit);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Another write of the commit may free the key, if they go in order.
    return commit.writes.some(({ operation }) => operation !== "insert") && commitInOrder(database, commit);
  }
}

async function commitAtOnce(database: Database, { expect = [], writes, fence }: AdmittedCommit): Promise<boolean> {
  const { tables } = database;
  const parameters = new PostgresParameters();
  const required = writes.filter(({ operation }) => operation === "update");
  const verdict = verdictSql(tables, { fence, guards: expect, required, locked: [], metricIds: [] }, parameters);
  const condition = `(SELECT "holds" FROM "verdict")`;
  const changes = writesSql(tables, writes, { condition, parameters }).map(
    (sql, index) => `"write_${index}" AS (${sql})`,
  );
  const [row] = await database.write<Verdict>(selectVerdict([...verdict, ...changes]), parameters.values);
  return isApproved(row, fence);
}

/** In a transaction, where each write sees those before it and all that others wrote before the rows were locked. */
async function commitInOrder(database: Database, { expect = [], writes, fence }: AdmittedCommit): Promise<boolean> {
  const { tables } = database;
  const refusal = new Error("The commit does not apply.");
  const locked = writes.filter(({ operation }) => operation !== "insert");
  const metricIds = locked.flatMap(({ operation, table, id }) =>
    operation === "delete" && table === "metrics" ? [id] : [],
  );
  try {
    await database.transaction(async (statements) => {
      const parameters = new PostgresParameters();
      const verdict = verdictSql(tables, { fence, guards: expect, required: [], locked, metricIds }, parameters);
      const [row] = await statements.query<Verdict>(selectVerdict(verdict), parameters.values);
      if (!isApproved(row, fence)) throw refusal;
      for (const write of writes) {
        if (!(await applyWrite(statements, tables, write))) throw refusal;
      }
    });
    return true;
  } catch (error) {
    if (error === refusal || isUniqueViolation(error)) return false;
    throw error;
  }
}

function selectVerdict(parts: readonly string[]): string {
  return `WITH ${parts.join(", ")} SELECT "fence", "holds" FROM "verdict"`;
}

/** @throws {MetricsmithError} RUN_LEASE_LOST when the fence no longer holds. */
function isApproved(verdict: Verdict | undefined, fence: Fence | undefined): boolean {
  if (fence !== undefined && verdict?.fence !== true) throw fenceLost(fence);
  return verdict?.holds === true;
}
