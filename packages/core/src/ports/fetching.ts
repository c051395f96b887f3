import type { RequestDefinition } from "../metrics/request-definition.js";
import type { JsonObject } from "../util/json.js";

export type { RequestDefinition } from "../metrics/request-definition.js";

/** How to authenticate one request. Never stored, logged or passed to the sandbox. */
export type Authentication =
  | { readonly type: "none" }
  | { readonly type: "bearer"; readonly token: string }
  | { readonly type: "api_key"; readonly name: string; readonly value: string; readonly in: "header" | "query" }
  | { readonly type: "basic"; readonly username: string; readonly password: string };

export interface FetchInput {
  readonly request: RequestDefinition;
  readonly endpointConfig: Readonly<Record<string, string | number | boolean>>;
  /** Values of `{{name}}`; nested objects are reached by `{{a.b}}`. */
  readonly variables: JsonObject;
  readonly authentication: Authentication;
  readonly signal: AbortSignal;
}

/** One response body as it arrived, decompressed and with every used secret replaced. */
export interface FetchedPage {
  readonly status: number;
  /** Allow-listed response headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** UTF-8 bytes. */
  readonly body: Uint8Array;
}

export interface FetchOutput {
  /** In the order in which they were asked for; at least one. */
  readonly pages: readonly FetchedPage[];
  /** URL without query or credentials, for people to read. */
  readonly source: string;
  /** How many HTTP requests were made, retries and redirects included. */
  readonly requestCount: number;
}

/** Reads an API. Safe to call concurrently. */
export interface Fetcher {
  /** @throws {MetricsmithError} any FETCH_ code; the error carries no secret, query string or body. */
  fetch(input: FetchInput): Promise<FetchOutput>;
  /** Closes idle connections. A later `fetch` opens new ones. */
  close(): Promise<void>;
}
