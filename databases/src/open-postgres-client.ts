import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../generated/postgresql/client.js";

export type PostgresClient = PrismaClient;

export interface OpenPostgresClientOptions {
  /** Size of the pool. @defaultValue 10 */
  readonly maximumConnections?: number | undefined;
  /** How long to wait for a connection, milliseconds; 0 waits forever. @defaultValue 10_000 */
  readonly connectionTimeoutMs?: number | undefined;
}

/** A Prisma client as a host has one; end it with `$disconnect()`. Opens its first connection when it is first used. */
export function openPostgresClient(url: string, options: OpenPostgresClientOptions = {}): PostgresClient {
  const adapter = new PrismaPg({
    connectionString: url,
    max: options.maximumConnections ?? 10,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 10_000,
  });
  return new PrismaClient({ adapter });
}
