import type { Authentication } from "../ports/fetching.js";
import { appendQuery } from "./endpoint-url.js";
import { FetchFailure } from "./fetch-failure.js";
import { headerProblem } from "./header-rules.js";

/** One connection's authentication, ready to be put on requests. */
export interface Credentials {
  /** Every text that must never leave the fetcher. */
  readonly secrets: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** The URL with the key in its query, when the key belongs there; otherwise the URL itself. */
  readonly authorizeUrl: (url: URL) => URL;
}

/**
 * Reads what the host's `connections` function returned, which may be anything.
 *
 * A secret is replaced wherever it appears in a response, so one that is too short to be told from data is refused: less
 * than 4 characters, or less than 8 when all are digits. Of a user name and password either may be the real secret (many
 * APIs take a key as user name, with an empty or dummy password): the password counts when it is long enough, the user
 * name when it is at least 16 characters that are no e-mail address, or when the password does not count.
 *
 * @throws {FetchFailure} FETCH_CONNECTION_UNRESOLVED, naming the field, never its value
 */
export function readCredentials(authentication: Authentication): Credentials {
  if (typeof authentication !== "object" || authentication === null) throw unresolved("gave no authentication");
  switch (authentication.type) {
    case "none":
      return credentials([], {});
    case "bearer": {
      const token = requireSecret("token", authentication.token);
      return credentials(withoutScheme(token), { authorization: `Bearer ${token}` });
    }
    case "api_key":
      return apiKeyCredentials(authentication);
    case "basic":
      return basicCredentials(authentication);
    default:
      throw unresolved("gave an unknown `type`; known are none, bearer, api_key, basic");
  }
}

function apiKeyCredentials(authentication: Authentication & { type: "api_key" }): Credentials {
  const name = requireText("name", authentication.name);
  const value = requireSecret("value", authentication.value);
  if (authentication.in === "header") return credentials(withoutScheme(value), { [name.toLowerCase()]: value });
  if (authentication.in !== "query") throw unresolved("gave an `in` that is neither header nor query");
  const authorizeUrl = (url: URL): URL => {
    if (!url.searchParams.has(name))
      return appendQuery(url, [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`]);
    const authorized = new URL(url);
    authorized.searchParams.set(name, value);
    return authorized;
  };
  return { secrets: [value], headers: {}, authorizeUrl };
}

function basicCredentials(authentication: Authentication & { type: "basic" }): Credentials {
  const username = requireText("username", authentication.username, { mayBeEmpty: true });
  const password = requireText("password", authentication.password, { mayBeEmpty: true });
  if (username.includes(":"))
    throw unresolved("gave a `username` with a colon, which basic authentication cannot carry");
  const pair = `${username}:${password}`;
  const looksLikeKey = username.length >= 16 && !username.includes("@");
  const secrets = isReplaceable(password)
    ? [password, ...(looksLikeKey ? [username] : [])]
    : [requireSecret("username` and `password", username)];
  const encoded = Buffer.from(pair, "utf8").toString("base64");
  return credentials([...secrets, pair], { authorization: `Basic ${encoded}` });
}

function credentials(secrets: readonly string[], headers: Readonly<Record<string, string>>): Credentials {
  for (const [name, value] of Object.entries(headers)) {
    const problem = headerProblem(name, value);
    if (problem !== null) throw unresolved(`gave a header ${JSON.stringify(name)} that ${problem}`);
  }
  return { secrets, headers, authorizeUrl: (url) => url };
}

/** The value, and what follows its scheme, as in `Token abc123`: an API may send back either. */
function withoutScheme(value: string): string[] {
  const rest = /^\S+\s+(.+)$/.exec(value)?.[1];
  return rest !== undefined && isReplaceable(rest) ? [value, rest] : [value];
}

function requireSecret(field: string, value: unknown): string {
  const secret = requireText(field, value);
  if (isReplaceable(secret)) return secret;
  throw unresolved(`gave a \`${field}\` of less than 4 characters or 8 digits, too short to be kept out of the data`);
}

function isReplaceable(secret: string): boolean {
  return secret.length >= 4 && !/^\d{1,7}$/.test(secret);
}

function requireText(field: string, value: unknown, options: { mayBeEmpty: boolean } = { mayBeEmpty: false }): string {
  if (typeof value !== "string") throw unresolved(`gave a \`${field}\` that is not a text`);
  if (value === "" && !options.mayBeEmpty) throw unresolved(`gave an empty \`${field}\``);
  if (/\p{Cc}|\p{Cs}|^\s|\s$/u.test(value)) {
    throw unresolved(`gave a \`${field}\` with a line break, a control character or spaces around it`);
  }
  return value;
}

function unresolved(problem: string): FetchFailure {
  return new FetchFailure(`the connection ${problem}`, { code: "FETCH_CONNECTION_UNRESOLVED" });
}
