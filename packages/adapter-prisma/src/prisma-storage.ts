import { MetricsmithError, type StorageAdapter } from "@metricsmith/core/adapter";
import { Database } from "./database.js";
import { postgresStorage } from "./postgres/postgres-storage.js";
import type { PrismaClientLike } from "./prisma-client-like.js";
import { sqliteStorage } from "./sqlite/sqlite-storage.js";
import { type ModelNames, resolveTableNames, type RuntimeModels } from "./table-names.js";

export type PrismaProvider = "postgresql" | "sqlite";

export interface PrismaStorageOptions<Names extends ModelNames = ModelNames> {
  /** The client's database. @defaultValue what the client itself says */
  readonly provider?: PrismaProvider | undefined;
  /**
   * Names that models have in the host's schema where Metricsmith's own would collide: `{ MetricsmithRun: "AppRun" }`.
   * The tables follow from the client.
   */
  readonly models?: Names | undefined;
  /**
   * Tables by model, `"table"` or `"schema.table"`, for a client that does not tell: `{ MetricsmithRun: "app.runs" }`.
   *
   * @defaultValue the client's `@@map` and `@@schema`
   */
  readonly tables?: ModelNames | undefined;
  /** How long one call may take in milliseconds, waiting for a connection and repeating included. @defaultValue 30000 */
  readonly timeoutMs?: number | undefined;
}

/**
 * Keeps everything in the database of the host's PrismaClient. Every call is raw SQL on that client, so its pool, driver
 * adapter and logging apply; `close()` leaves it connected.
 *
 * @throws {MetricsmithError} OPTION_INVALID for an option that cannot be used, or a database that is not supported.
 * @throws {MetricsmithError} STORAGE_SCHEMA_MISSING when the client lacks a model.
 */
export function prismaStorage<const Names extends ModelNames = ModelNames>(
  client: PrismaClientLike<Names>,
  options: PrismaStorageOptions<Names> = {},
): StorageAdapter {
  const { models = {}, tables = {}, timeoutMs = 30_000 } = options;
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > maximumTimeoutMs) {
    throw optionInvalid(`\`timeoutMs\` is ${timeoutMs}. Use a whole number from 1 to ${maximumTimeoutMs}.`);
  }
  const given: unknown = client;
  if (typeof given !== "object" || given === null) {
    throw optionInvalid("prismaStorage was given no Prisma client. Pass your own: `prismaStorage(prisma)`.");
  }
  const { _activeProvider, _runtimeDataModel } = client as ClientInternals;
  const provider = resolveProvider(options.provider ?? _activeProvider);
  if ((_activeProvider === "postgresql" || _activeProvider === "sqlite") && provider !== _activeProvider) {
    throw optionInvalid(`\`provider\` is "${provider}", but the client is for ${_activeProvider}. Leave it out.`);
  }
  const names = resolveTableNames({ runtimeModels: _runtimeDataModel?.models, models, tables });
  if (provider === "sqlite") return sqliteStorage(new Database({ client, tables: names, timeoutMs }));
  return postgresStorage(
    new Database({ client, tables: names, timeoutMs, transactionOptions: { isolationLevel: "ReadCommitted" } }),
  );
}

const maximumTimeoutMs = 2_147_483_647;

/** Private to Prisma, and so perhaps absent: `provider` and `tables` say the same. */
interface ClientInternals {
  readonly _activeProvider?: unknown;
  readonly _runtimeDataModel?: { readonly models?: RuntimeModels } | undefined;
}

function resolveProvider(provider: unknown): PrismaProvider {
  if (provider === "postgresql" || provider === "sqlite") return provider;
  throw optionInvalid(
    provider === undefined
      ? 'The Prisma client does not tell its database. Pass `provider`: "postgresql" or "sqlite".'
      : `The Prisma client's provider is ${JSON.stringify(provider)}. Use a client for "postgresql" or "sqlite".`,
  );
}

function optionInvalid(message: string): MetricsmithError {
  return new MetricsmithError(message, { code: "OPTION_INVALID" });
}
