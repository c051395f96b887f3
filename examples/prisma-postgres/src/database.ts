import { fileURLToPath } from "node:url";
import { applyMigrations, startPostgres } from "@metricsmith-internal/databases";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../generated/client.js";

export interface Database {
  readonly url: string;
  /** "PostgreSQL 18.4", for the reader. */
  readonly version: string;
  close(): Promise<void>;
}

/** The database in `DATABASE_URL`, or else a PostgreSQL of its own on a free port, with the app's migrations applied. */
export async function openDatabase(): Promise<Database> {
  const given = process.env["DATABASE_URL"];
  const server = given === undefined ? await startPostgres() : null;
  const url = given ?? server?.url ?? "";
  try {
    // An app of your own runs `prisma migrate deploy` here.
    await applyMigrations(url, fileURLToPath(new URL("../prisma/migrations/", import.meta.url)));
    const prisma = createClient(url);
    const [row] = await prisma.$queryRaw<{ version: string }[]>`SELECT split_part(version(), ' on ', 1) AS version`;
    await prisma.$disconnect();
    return { url, version: row?.version ?? "PostgreSQL", close: async () => server?.stop() };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

/** The app's Prisma client, as it has it anyway. */
export function createClient(url: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 5 }) });
}
