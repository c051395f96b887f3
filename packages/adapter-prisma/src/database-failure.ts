import type { ErrorCode } from "@metricsmith/core/adapter";

/** What an error of the database means. */
export interface DatabaseFailure {
  readonly code: Extract<ErrorCode, `STORAGE_${string}`>;
  /** What happened and what to do, without anything from the statement or its values. */
  readonly message: string;
  /** True when the database took everything back and the same statements may work next time. */
  readonly isRepeatable: boolean;
  /** True when the connection ended: whether the statement was applied is unknown. */
  readonly isConnectionLost: boolean;
}

/** What the error means; `null` when no database gave it, and for a unique violation, which a commit may expect. */
export function describeFailure(error: unknown): DatabaseFailure | null {
  if (isUniqueViolation(error)) return null;
  const traits = traitsOf(error);
  const known = failures.find(({ codes, messages }) => {
    if (traits.codes.some((code) => codes.test(code))) return true;
    return messages !== undefined && traits.messages.some((message) => messages.test(message));
  });
  if (known === undefined) return null;
  const { code, explain } = known;
  return {
    code,
    message: explain(traits),
    isRepeatable: known.isRepeatable === true,
    isConnectionLost: code === "STORAGE_UNAVAILABLE",
  };
}

/** True when a row met another one with the same key. */
export function isUniqueViolation(error: unknown): boolean {
  return traitsOf(error).codes.some((code) => /^(23505|P2002|UniqueConstraintViolation)$/.test(code));
}

interface Traits {
  /** Codes of Prisma, of the driver and of the database, from the outermost error to its causes. */
  readonly codes: readonly string[];
  readonly messages: readonly string[];
  /** The missing table or column, where the error names one. */
  readonly missing: string | null;
}

interface KnownFailure {
  readonly code: DatabaseFailure["code"];
  readonly codes: RegExp;
  readonly messages?: RegExp;
  /** True when nothing was applied and the same may work soon. */
  readonly isRepeatable?: true;
  readonly explain: (traits: Traits) => string;
}

const untouched = "Stored data is as it was.";

/** The first that fits counts. */
const failures: readonly KnownFailure[] = [
  {
    code: "STORAGE_SCHEMA_MISSING",
    codes: /^(P2021|P2022|42P01|42703|3F000|TableDoesNotExist|ColumnNotFound)$/,
    messages: /no such (table|column)|has no column named/,
    explain: ({ missing }) => `${missing ?? "A table or column"} does not exist in the database. ${howToMigrate}`,
  },
  {
    code: "STORAGE_CONFLICT",
    codes: /^(40001|40P01|P2034|TransactionWriteConflict)$/,
    isRepeatable: true,
    explain: () =>
      `Others kept changing the same rows, and every attempt gave way to them. ${untouched} Try again; lower the number of runs at a time if it persists.`,
  },
  {
    code: "STORAGE_TIMEOUT",
    codes: /^57014$/,
    messages: /on an expired transaction/,
    explain: (traits) =>
      `The database stopped the statement because it took too long (${codeOf(traits)}). ${untouched} See what keeps the database busy, or raise its statement time-out.`,
  },
  {
    code: "STORAGE_UNAVAILABLE",
    codes: /^(3D000|P1003|DatabaseDoesNotExist)$/,
    explain: (traits) =>
      `The database that the client names does not exist (${codeOf(traits)}). Create it, or correct the client's address.`,
  },
  {
    code: "STORAGE_UNAVAILABLE",
    codes: /^(28...|P1000|P1010|DatabaseAccessDenied|AuthenticationFailed)$/,
    explain: (traits) =>
      `The server refused the client's user or password (${codeOf(traits)}). Correct them where the client is made.`,
  },
  {
    code: "STORAGE_UNAVAILABLE",
    codes:
      /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|57P0[1-5]|080(?!P01)..|25006|25P03|P100[12]|P1011|P1017|ConnectionClosed|DatabaseNotReachable|TlsConnectionError)$/,
    messages:
      /connection terminated|connection ended unexpectedly|server has closed the connection|client has encountered a connection error/i,
    explain: (traits) =>
      `The database cannot be reached, or ended the connection (${codeOf(traits)}). Check that it runs and that the client's address and credentials are right; a write that was under way may have been applied.`,
  },
  {
    code: "STORAGE_BUSY",
    codes: /^(SQLITE_BUSY.*|SQLITE_LOCKED.*)$/,
    messages: /database (table )?is locked/,
    isRepeatable: true,
    explain: (traits) =>
      `Another connection keeps the database file locked (${codeOf(traits)}). ${untouched} See what else writes to the file, and put it into WAL mode.`,
  },
  {
    code: "STORAGE_BUSY",
    codes: /^(P2024|P2028|P2037|P1008|53300|55P03|TooManyConnections|SocketTimeout)$/,
    messages: /timeout exceeded when trying to connect/,
    explain: (traits) =>
      `No connection of the pool became free, or others held the rows for too long (${codeOf(traits)}). ${untouched} Raise the pool's size, or lower the number of runs at a time.`,
  },
  {
    code: "STORAGE_FAILED",
    codes: /^42501$/,
    explain: () =>
      `The client's user may not use one of the tables (42501). ${untouched} Grant it SELECT, INSERT, UPDATE and DELETE on Metricsmith's tables.`,
  },
  {
    code: "STORAGE_FAILED",
    codes: /./,
    explain: (traits) =>
      `The database refused a statement (${codeOf(traits)}). ${untouched} The error's \`cause\` has the database's own words.`,
  },
];

const howToMigrate =
  "Nothing was changed. Apply Metricsmith's migrations to this database: `npx metricsmith-prisma migrations postgresql`, or `sqlite`, names them. " +
  "If the tables have other names or lie in another schema, say so in `tables`.";

/** The code that says most to someone who looks it up: the database's, else the driver's, else Prisma's. */
function codeOf({ codes }: Traits): string {
  const specific = [/^[0-9][0-9A-Z]{4}$/, /^[A-Z]+(_[A-Z]+)*$/, /^[A-Z][a-z]+([A-Z][a-z]+)+$/]
    .map((pattern) => codes.find((code) => pattern.test(code)))
    .find((code) => code !== undefined);
  return specific ?? codes[0] ?? "connection lost";
}

function traitsOf(error: unknown): Traits {
  const codes: string[] = [];
  const messages: string[] = [];
  let missing: string | null = null;
  let current: unknown = error;
  for (let depth = 0; depth < 6 && typeof current === "object" && current !== null; depth++) {
    const { code, originalCode, kind, message, originalMessage, table, column } = current as Record<string, unknown>;
    for (const value of [originalCode, code, kind]) if (typeof value === "string") codes.push(value);
    for (const value of [message, originalMessage]) if (typeof value === "string") messages.push(value);
    missing ??= nameMissing({ table, column });
    current = innerError(current);
  }
  return { codes, messages, missing: missing ?? messages.map(missingIn).find((name) => name !== null) ?? null };
}

function innerError(error: object): unknown {
  const { cause, meta } = error as {
    readonly cause?: unknown;
    readonly meta?: { readonly driverAdapterError?: unknown };
  };
  return meta?.driverAdapterError ?? cause;
}

function nameMissing({ table, column }: { readonly table?: unknown; readonly column?: unknown }): string | null {
  if (typeof table === "string") return `The table ${table}`;
  return typeof column === "string" ? `The column ${column}` : null;
}

function missingIn(message: string): string | null {
  const [, kind, name] = /no such (table|column): ([\w.]+)/.exec(message) ?? [];
  if (kind !== undefined && name !== undefined) return `The ${kind} ${name}`;
  const [, table] = /relation "([^"]+)" does not exist/.exec(message) ?? [];
  return table === undefined ? null : `The table ${table}`;
}
