import type { JsonValue } from "../util/json.js";
import { type ErrorCategory, type ErrorCode, errorCodes } from "./error-codes.js";

// Shared by every copy of the package, so the check also holds when the host and an adapter resolve different copies.
const BRAND = Symbol.for("@metricsmith/core.error");

export interface MetricsmithErrorOptions {
  readonly code: ErrorCode;
  /** @defaultValue the category listed for the code in `docs/errors.md` */
  readonly category?: ErrorCategory | undefined;
  readonly details?: Readonly<Record<string, JsonValue>> | undefined;
  readonly cause?: unknown;
}

// Databases refuse both, and a message is stored with the run that it ended.
const UNSTORABLE = /\0|\p{Surrogate}/gu;

/**
 * Every error a user of the library can meet. The message says what happened and what to do about it, and never holds a
 * credential, a query string or a response body. In it, NUL and half surrogate pairs become U+FFFD.
 */
export class MetricsmithError extends Error {
  /** A literal, not `new.target.name`: host apps minify class names. */
  override readonly name: string = "MetricsmithError";
  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly category: ErrorCategory;
  readonly details: Readonly<Record<string, JsonValue>>;

  constructor(message: string, options: MetricsmithErrorOptions) {
    super(message.replace(UNSTORABLE, "\uFFFD"), { cause: options.cause });
    this.code = options.code;
    this.category = options.category ?? errorCodes[options.code].category;
    this.details = options.details ?? {};
  }

  /** What to do about an error of this code, as `docs/errors.md` says it. */
  get nextStep(): string {
    return errorCodes[this.code].nextStep;
  }

  /** Like `instanceof`, but also true across duplicate installs of the package. */
  static isInstance(error: unknown): error is MetricsmithError {
    return error instanceof Error && BRAND in error;
  }
}
