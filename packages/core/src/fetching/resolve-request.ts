import type { FetchInput, RequestDefinition } from "../ports/fetching.js";
import type { JsonObject, JsonValue } from "../util/json.js";
import { appendQuery, endpointUrl } from "./endpoint-url.js";
import { invalidRequest } from "./fetch-failure.js";
import { type TemplateValues, fillText, fillValue } from "./fill-template.js";
import { headerProblem } from "./header-rules.js";

/** A request with everything filled in, before authentication. */
export interface ResolvedRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly format: "json" | "csv";
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

const METHODS = ["GET", "POST", "PUT", "PATCH"];
const ACCEPT = { json: "application/json, */*;q=0.5", csv: "text/csv, */*;q=0.5" };
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Fills in placeholders and variables. A missing or unknown one fails here, before anything is sent.
 *
 * @throws {FetchFailure} FETCH_CONFIG_INVALID, naming the field
 */
export function resolveRequest(input: FetchInput, userAgent: string): ResolvedRequest {
  const { request } = input;
  const method = request.method ?? "GET";
  if (!METHODS.includes(method)) throw invalidRequest("method", `must be one of ${METHODS.join(", ")}`);
  const format = request.format ?? "json";
  if (!Object.hasOwn(ACCEPT, format)) throw invalidRequest("format", "must be json or csv");
  const body = request.body === undefined ? null : JSON.stringify(fillValue(request.body, "body", input));
  return {
    method,
    url: withQuery(endpointUrl(request.endpoint, input), request.query ?? {}, input),
    headers: {
      accept: ACCEPT[format],
      "user-agent": userAgent,
      ...(body === null ? {} : { "content-type": "application/json" }),
      ...filledHeaders(request.headers ?? {}, input),
    },
    body,
    format,
    timeoutMs: limit("timeoutMs", request.timeoutMs ?? 30_000, LONGEST_TIMER_MS),
    maxBytes: limit("maxBytes", request.maxBytes ?? 26_214_400, Number.MAX_SAFE_INTEGER),
  };
}

function filledHeaders(
  headers: NonNullable<RequestDefinition["headers"]>,
  values: TemplateValues,
): Record<string, string> {
  const filled = Object.entries(headers).map(([name, template]) => {
    const value = fillText(template, `headers.${name}`, values);
    const problem = headerProblem(name, value);
    if (problem !== null) throw invalidRequest(`headers.${name}`, problem);
    return [name.toLowerCase(), value] as const;
  });
  return Object.fromEntries(filled);
}

function withQuery(url: URL, query: JsonObject, values: TemplateValues): URL {
  const pairs = Object.entries(query).flatMap(([name, template]) => {
    const field = `query.${name}`;
    const value = template === undefined ? null : fillValue(template, field, values);
    const list: readonly JsonValue[] = Array.isArray(value) ? value : [value];
    return list.flatMap((item) => (item === null ? [] : [queryPair(name, item, field)]));
  });
  return appendQuery(url, pairs);
}

function queryPair(name: string, value: JsonValue, field: string): string {
  if (typeof value === "object") {
    throw invalidRequest(
      field,
      "is an object or a list of lists; only texts, numbers, booleans and lists of them fit a query",
    );
  }
  try {
    return `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`;
  } catch {
    throw invalidRequest(field, "holds half a surrogate pair and cannot be encoded");
  }
}

function limit(field: string, value: number, maximum: number): number {
  if (Number.isFinite(value) && value >= 1 && value <= maximum) return value;
  throw invalidRequest(field, `is ${String(value)}, but must be a number from 1 to ${maximum}`);
}
