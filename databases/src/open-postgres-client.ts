import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import type { PrismaClient as JsPrismaClient } from "../generated/postgresql-js/index.js";
import type { PrismaClient as RenamedPrismaClient } from "../generated/postgresql-renamed/client.js";
import { PrismaClient } from "../generated/postgresql/client.js";

export type PostgresClient = PrismaClient;

/** A client of the generator `prisma-client-js`. */
export type PostgresJsClient = JsPrismaClient;

/** A client whose models begin with "App" and have their tables in the database schema `elsewhere`. */
export type RenamedPostgresClient = RenamedPrismaClient;

export interface OpenPostgresClientOptions {
  /** Size of the pool. @defaultValue 10 */
  readonly maximumConnections?: number | undefined;
  /** How long to wait for a connection, milliseconds; 0 waits forever. @defaultValue 10_000 */
  readonly connectionTimeoutMs?: number | undefined;
}

/** A Prisma client as a host has one; end it with `$disconnect()`. Opens its first connection when it is first used. */
export function openPostgresClient(url: string, options: OpenPostgresClientOptions = {}): PostgresClient {
  return new PrismaClient({ adapter: driverAdapter(url, options) });
}

/** As `openPostgresClient`. */
export function openPostgresJsClient(url: string): PostgresJsClient {
  // CommonJS, and large: read only when it is asked for.
  const generated = createRequire(import.meta.url)("../generated/postgresql-js/index.js") as {
    readonly PrismaClient: typeof JsPrismaClient;
  };
  return new generated.PrismaClient({ adapter: driverAdapter(url) });
}

/** As `openPostgresClient`. */
export async function openRenamedPostgresClient(url: string): Promise<RenamedPostgresClient> {
  const generated = await import("../generated/postgresql-renamed/client.js");
  return new generated.PrismaClient({ adapter: driverAdapter(url) });
}

function driverAdapter(url: string, options: OpenPostgresClientOptions = {}): PrismaPg {
  return new PrismaPg({
    connectionString: url,
    max: options.maximumConnections ?? 10,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 10_000,
  });
}
