import type { RequestDefinition } from "../ports/fetching.js";
import type { JsonValue } from "../util/json.js";
import { csvToJson } from "./csv-rows.js";
import { FetchFailure } from "./fetch-failure.js";
import { jsonErrorPosition } from "./json-error-position.js";

interface BodyToCheck {
  readonly status: number;
  readonly contentType: string | undefined;
  /** UTF-8, secrets replaced. */
  readonly body: Buffer;
  readonly format: "json" | "csv";
  readonly success: RequestDefinition["success"];
}

/**
 * Lets a body pass that is data: not empty, no web page, well-formed, and accepted by the request's `success`. Nothing of
 * the body is in an error, except the sentence that `success` returns.
 *
 * @throws {FetchFailure} FETCH_EMPTY, FETCH_NOT_DATA, FETCH_MALFORMED, FETCH_UNSUCCESSFUL; FETCH_CONFIG_INVALID when
 * `success` throws
 */
export function checkBody(input: BodyToCheck): void {
  const { status, body, success } = input;
  if (!body.some((byte) => byte > 0x20)) {
    throw new FetchFailure("the response has no body", { code: "FETCH_EMPTY", status });
  }
  const parsed = input.format === "json" ? parseJson(input) : parseCsv(input);
  if (success === undefined) return;
  const verdict = askPredicate(() => success({ status, body: parsed() }), status);
  if (verdict === true) return;
  const isSentence = typeof verdict === "string" && verdict.trim() !== "";
  const sentence = isSentence ? verdict : "the `success` check did not accept the response";
  throw new FetchFailure(sentence, { code: "FETCH_UNSUCCESSFUL", status });
}

// JSON that is sent as text/html is still JSON, so the content type only explains why parsing failed.
function parseJson({ body, contentType, status }: BodyToCheck): () => JsonValue {
  const text = body.toString("utf8");
  try {
    const value = JSON.parse(text) as JsonValue;
    return () => value;
  } catch {
    if (isHtmlType(contentType) || startsLikeHtml(body)) throw notData("JSON", status);
    const position = jsonErrorPosition(text) ?? text.length;
    const problem = position === text.length ? "ends too early" : "is not valid";
    throw new FetchFailure(`the JSON ${problem} at ${lineAndColumn(text, position)}`, {
      code: "FETCH_MALFORMED",
      status,
    });
  }
}

// Almost any text is a CSV of one column, so here the content type decides.
function parseCsv({ body, contentType, status }: BodyToCheck): () => JsonValue {
  if (isHtmlType(contentType) || startsLikeHtml(body)) throw notData("CSV", status);
  const rows = csvToJson(body);
  return () => JSON.parse(rows.toString("utf8")) as JsonValue;
}

function askPredicate(ask: () => boolean | string, status: number): boolean | string {
  try {
    return ask();
  } catch (cause) {
    throw new FetchFailure("the request's `success` check threw; it must cope with every body", {
      code: "FETCH_CONFIG_INVALID",
      status,
      cause,
    });
  }
}

function isHtmlType(contentType: string | undefined): boolean {
  return /^\s*(text\/html|application\/xhtml\+xml)\b/i.test(contentType ?? "");
}

function startsLikeHtml(body: Buffer): boolean {
  return /^\s*<(?:(?:!doctype\s+html|html|head|body|title|meta|script)\b|!--)/i.test(body.toString("latin1", 0, 512));
}

function notData(expected: string, status: number): FetchFailure {
  return new FetchFailure(`an HTML page arrived instead of ${expected}, such as a login or maintenance page`, {
    code: "FETCH_NOT_DATA",
    status,
  });
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
