import type { JsonValue } from "../util/json.js";

type Log = (message: string, details?: Readonly<Record<string, JsonValue>>) => void;

/** Where the library says what a host's operator may want to know. Never handed a secret or a response body. */
export interface Logger {
  readonly debug: Log;
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
}
