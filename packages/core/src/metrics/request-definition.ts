import type { JsonObject, JsonValue } from "../util/json.js";

/**
 * One HTTP request as a template describes it, before placeholders and variables are filled in.
 *
 * In `endpoint` and in the texts of `headers`, `query` and `body`, `{NAME}` (in upper case) stands for that key of
 * `endpointConfig` and `{{name}}` for a variable: `date`, `yesterday` (2026-03-01), `year`, `month`, `day`, `timezone`,
 * `org_slug`, `env`, `run_id`, or one of the host's own. In `query` and `body`, a text that is wholly one of them becomes
 * its value with its type.
 */
export interface RequestDefinition {
  /** @defaultValue "GET" */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | undefined;
  /**
   * Absolute `https:` or `http:` URL. Values filled in are percent-encoded, except a variable at the very start: it may be
   * the address itself.
   */
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Query parameters; `null` and absent ones are left out, arrays repeat the key. */
  readonly query?: JsonObject | undefined;
  /** Sent as JSON. */
  readonly body?: JsonValue | undefined;
  /** @defaultValue "json" */
  readonly format?: "json" | "csv" | undefined;
  /**
   * Says whether a 2xx response really is one, for APIs that answer 200 with an error body.
   * `body` is the parsed JSON, or the rows of a CSV. May return a sentence that says what is wrong.
   */
  readonly success?: ((response: { status: number; body: JsonValue }) => boolean | string) | undefined;
  /** Whole request with its redirects and in-process retries, in milliseconds. @defaultValue 30_000 */
  readonly timeoutMs?: number | undefined;
  /** Most bytes of body, after decompression. @defaultValue 26_214_400 (25 MB) */
  readonly maxBytes?: number | undefined;
}
